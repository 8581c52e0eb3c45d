/* verdict: misuse
   what: threads wait at a barrier that nobody initialised
   line: 10 */
#include <pthread.h>

static pthread_barrier_t b;

static void *run(void *arg)
{
    pthread_barrier_wait(&b);
    return arg;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, run, NULL);
    pthread_join(t, NULL);
    return 0;
}
