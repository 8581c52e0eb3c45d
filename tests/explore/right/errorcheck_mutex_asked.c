/* verdict: clean
   what: an error-checking mutex whose answers are looked at */
#include <assert.h>
#include <errno.h>
#include <pthread.h>

static pthread_mutex_t lock;
static int balance = 100;

/* May be called with the lock held or not. */
static void pay(int amount)
{
    int error = pthread_mutex_lock(&lock);
    assert(error == 0 || error == EDEADLK);
    balance -= amount;
    if (error == 0)
        pthread_mutex_unlock(&lock);
}

static void *customer(void *arg)
{
    int amount = *(int *)arg;
    pay(amount);
    pthread_mutex_lock(&lock);
    pay(amount);
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(void)
{
    pthread_mutexattr_t attr;
    pthread_t a, b;
    int ten = 10, five = 5;

    pthread_mutexattr_init(&attr);
    pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_ERRORCHECK);
    pthread_mutex_init(&lock, &attr);
    pthread_mutexattr_destroy(&attr);
    pthread_create(&a, NULL, customer, &ten);
    pthread_create(&b, NULL, customer, &five);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    assert(balance == 70);
    pthread_mutex_destroy(&lock);
    return 0;
}
