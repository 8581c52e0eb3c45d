/* verdict: assertion
   what: the new value of a compare-and-swap loop isn't computed again after a failure
   line: 32 */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static _Atomic long total;

static void add(long amount)
{
    long seen = atomic_load(&total);
    const long wanted = seen + amount;
    while (!atomic_compare_exchange_weak(&total, &seen, wanted))
        continue;
}

static void *teller(void *arg)
{
    add(*(long *)arg);
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    long three = 3, four = 4;
    pthread_create(&a, NULL, teller, &three);
    pthread_create(&b, NULL, teller, &four);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    assert(total == 7);
    return 0;
}
