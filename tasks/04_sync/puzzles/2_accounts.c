/*
 * title:   There and back
 * ask:     Money goes from each account to the other one, under both locks. Can it get stuck?
 * goal:    nobody can go on
 * teaches: Each holds what the other one waits for: a ring. If everybody takes the locks in one
 *          order, say the lower number first, there is no ring.
 */
#include <pthread.h>
#include <stdlib.h>

struct account {
    pthread_mutex_t lock;
    int balance;
};

static struct account first = {PTHREAD_MUTEX_INITIALIZER, 10};
static struct account second = {PTHREAD_MUTEX_INITIALIZER, 10};

static void must(int error)
{
    if (error != 0)
        abort();
}

static void transfer(struct account *from, struct account *to)
{
    must(pthread_mutex_lock(&from->lock));
    must(pthread_mutex_lock(&to->lock));
    from->balance--;
    to->balance++;
    must(pthread_mutex_unlock(&to->lock));
    must(pthread_mutex_unlock(&from->lock));
}

static void *there(void *arg)
{
    transfer(&first, &second);
    return arg;
}

static void *back(void *arg)
{
    transfer(&second, &first);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    must(pthread_create(&a, NULL, there, NULL));
    must(pthread_create(&b, NULL, back, NULL));
    must(pthread_join(a, NULL));
    must(pthread_join(b, NULL));
    return 0;
}
