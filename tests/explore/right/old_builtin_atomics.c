/* verdict: clean
   what: the __sync and __atomic builtins of the compiler */
#include <assert.h>
#include <pthread.h>

static int lock, ready;
static long sum, calls;

static void *run(void *arg)
{
    __sync_fetch_and_add(&calls, 1);
    while (__sync_lock_test_and_set(&lock, 1))
        ;
    sum += (long)arg;
    __sync_lock_release(&lock);
    __atomic_store_n(&ready, 1, __ATOMIC_RELEASE);
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, run, (void *)4L);
    pthread_create(&b, NULL, run, (void *)5L);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    assert(sum == 9 && calls == 2 && __atomic_load_n(&ready, __ATOMIC_ACQUIRE) == 1);
    return 0;
}
