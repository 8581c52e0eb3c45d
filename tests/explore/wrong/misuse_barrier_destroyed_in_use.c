/* verdict: misuse
   what: the barrier is destroyed while one of two has arrived
   line: 11 21 */
#include <pthread.h>
#include <stdlib.h>

static pthread_barrier_t b;

static void *arrive(void *arg)
{
    pthread_barrier_wait(&b);
    return arg;
}

int main(void)
{
    pthread_t t;
    pthread_barrier_init(&b, NULL, 2);
    pthread_create(&t, NULL, arrive, NULL);
    pthread_detach(t);
    pthread_barrier_destroy(&b);
    exit(0);
}
