/* verdict: race
   what: each module guards the same total with a lock of its own
   line: 15 26 */
#include <pthread.h>
#include <stdio.h>

static int total;

/* module orders */
static pthread_mutex_t orders_lock = PTHREAD_MUTEX_INITIALIZER;

static void *order(void *arg)
{
    pthread_mutex_lock(&orders_lock);
    total += 10;
    pthread_mutex_unlock(&orders_lock);
    return arg;
}

/* module refunds */
static pthread_mutex_t refunds_lock = PTHREAD_MUTEX_INITIALIZER;

static void *refund(void *arg)
{
    pthread_mutex_lock(&refunds_lock);
    total -= 3;
    pthread_mutex_unlock(&refunds_lock);
    return arg;
}

int main(void)
{
    pthread_t o, r;
    pthread_create(&o, NULL, order, NULL);
    pthread_create(&r, NULL, refund, NULL);
    pthread_join(o, NULL);
    pthread_join(r, NULL);
    printf("%d\n", total);
    return 0;
}
