/* verdict: livelock
   what: a thread spins on an atomic flag that nobody ever sets
   line: 11 */
#include <pthread.h>
#include <stdatomic.h>

static atomic_bool ready, read;

static void *reader(void *arg)
{
    while (!atomic_load(&ready))
        ;
    return arg;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, reader, NULL);
    atomic_store(&read, 1); /* a slip of the pen: ready was meant */
    pthread_join(t, NULL);
    return 0;
}
