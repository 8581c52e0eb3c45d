/* verdict: assertion
   what: an atomic counter is loaded and stored, which is not an atomic increment
   line: 26 */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

#define THREADS 3

static atomic_int served;

static void *serve(void *arg)
{
    int now = atomic_load(&served);
    atomic_store(&served, now + 1);
    return arg;
}

int main(void)
{
    pthread_t t[THREADS];
    for (int i = 0; i < THREADS; i++)
        pthread_create(t + i, NULL, serve, NULL);
    for (int i = 0; i < THREADS; i++)
        pthread_join(t[i], NULL);
    assert(served == THREADS);
}
