/* verdict: clean
   what: a compare-and-swap loop keeps the maximum of what all threads saw */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static _Atomic unsigned highest;

static void offer(unsigned value)
{
    unsigned seen = atomic_load(&highest);
    while (value > seen && !atomic_compare_exchange_weak(&highest, &seen, value))
        continue;
}

static void *measure(void *arg)
{
    const unsigned *values = arg;
    offer(values[0]);
    offer(values[1]);
    return NULL;
}

int main(void)
{
    unsigned a[] = {3, 9}, b[] = {7, 4}, c[] = {8, 1};
    pthread_t t[3];
    pthread_create(&t[0], NULL, measure, a);
    pthread_create(&t[1], NULL, measure, b);
    pthread_create(&t[2], NULL, measure, c);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    assert(highest == 9);
    return 0;
}
