/* verdict: race
   what: a spin lock by atomic_flag that is released with a relaxed clear
   line: 14 */
#include <pthread.h>
#include <stdatomic.h>

static atomic_flag busy = ATOMIC_FLAG_INIT;
static int count;

static void *run(void *arg)
{
    while (atomic_flag_test_and_set_explicit(&busy, memory_order_acquire))
        ;
    count++;
    atomic_flag_clear_explicit(&busy, memory_order_relaxed);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, run, NULL);
    pthread_create(&b, NULL, run, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
