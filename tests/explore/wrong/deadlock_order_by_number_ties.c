/* verdict: deadlock
   what: accounts are locked in the order of their numbers, and two have the same
     number
   line: 21 */
#include <pthread.h>

struct account {
    int number;
    pthread_mutex_t lock;
    long money;
};

static struct account x = {.number = 5, .lock = PTHREAD_MUTEX_INITIALIZER, .money = 9};
static struct account y = {.number = 5, .lock = PTHREAD_MUTEX_INITIALIZER, .money = 9};

static void move(struct account *from, struct account *to)
{
    struct account *first = from->number <= to->number ? from : to;
    struct account *second = first == from ? to : from;
    pthread_mutex_lock(&first->lock);
    pthread_mutex_lock(&second->lock);
    from->money--;
    to->money++;
    pthread_mutex_unlock(&second->lock);
    pthread_mutex_unlock(&first->lock);
}

static void *there(void *arg)
{
    move(&x, &y);
    return arg;
}

static void *back(void *arg)
{
    move(&y, &x);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, there, NULL);
    pthread_create(&b, NULL, back, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
