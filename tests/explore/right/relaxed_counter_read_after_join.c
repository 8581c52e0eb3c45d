/* verdict: clean
   what: relaxed increments are enough when the total is read after the joins */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_long events = ATOMIC_VAR_INIT(0);

static void *count(void *arg)
{
    for (int i = 0; i < 4; i++)
        atomic_fetch_add_explicit(&events, 1, memory_order_relaxed);
    return arg;
}

int main(void)
{
    pthread_t t[3];
    for (int i = 0; i < 3; i++)
        pthread_create(t + i, NULL, count, NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    assert(atomic_load_explicit(&events, memory_order_relaxed) == 12);
    return 0;
}
