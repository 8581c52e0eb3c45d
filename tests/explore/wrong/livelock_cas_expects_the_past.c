/* verdict: livelock
   what: a compare-and-swap loop puts the old expectation back before each try
   line: 13 */
#include <pthread.h>
#include <stdatomic.h>

static atomic_int version;

static void *update(void *arg)
{
    int seen = version;
    int expected = seen;
    while (!atomic_compare_exchange_strong(&version, &expected, seen + 1))
        expected = seen;
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, update, NULL);
    pthread_create(&b, NULL, update, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
