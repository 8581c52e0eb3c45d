/* verdict: clean
   what: two locks in either order, the second by trylock, giving the first one back */
#include <assert.h>
#include <pthread.h>
#include <sched.h>

typedef struct {
    pthread_mutex_t mutex;
    int money;
} Account;

static Account left = {PTHREAD_MUTEX_INITIALIZER, 50};
static Account right = {PTHREAD_MUTEX_INITIALIZER, 50};

static void transfer(Account *from, Account *to, int amount)
{
    for (;;) {
        pthread_mutex_lock(&from->mutex);
        if (pthread_mutex_trylock(&to->mutex) == 0)
            break;
        pthread_mutex_unlock(&from->mutex);
        sched_yield();
    }
    from->money -= amount;
    to->money += amount;
    pthread_mutex_unlock(&to->mutex);
    pthread_mutex_unlock(&from->mutex);
}

static void *to_right(void *arg)
{
    transfer(&left, &right, 10);
    return arg;
}

static void *to_left(void *arg)
{
    transfer(&right, &left, 25);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, to_right, NULL);
    pthread_create(&b, NULL, to_left, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    assert(left.money == 65 && right.money == 35);
}
