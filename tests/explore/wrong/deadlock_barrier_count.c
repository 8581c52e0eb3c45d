/* verdict: deadlock
   what: the barrier counts main, but main never comes to it
   line: 12 23 */
#include <pthread.h>

#define WORKERS 3

static pthread_barrier_t start;

static void *worker(void *arg)
{
    pthread_barrier_wait(&start);
    return arg;
}

int main(void)
{
    pthread_t t[WORKERS];
    pthread_barrier_init(&start, NULL, WORKERS + 1);
    for (int i = 0; i < WORKERS; i++)
        pthread_create(&t[i], NULL, worker, NULL);
    for (int i = 0; i < WORKERS; i++)
        pthread_join(t[i], NULL);
    pthread_barrier_destroy(&start);
    return 0;
}
