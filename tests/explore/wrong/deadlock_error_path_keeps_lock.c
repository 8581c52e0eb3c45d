/* verdict: deadlock
   what: the path for an empty account returns without the unlock
   line: 11 */
#include <pthread.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int balance = 10;

static int withdraw(int amount)
{
    pthread_mutex_lock(&m);
    if (balance < amount)
        return -1;
    balance -= amount;
    pthread_mutex_unlock(&m);
    return 0;
}

static void *customer(void *arg)
{
    int amount = *(int *)arg;
    withdraw(amount);
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    int eight = 8, six = 6;
    pthread_create(&a, NULL, customer, &eight);
    pthread_create(&b, NULL, customer, &six);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return withdraw(1);
}
