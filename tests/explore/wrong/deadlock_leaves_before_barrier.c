/* verdict: deadlock
   what: a thread that finds nothing to do returns without coming to the barrier
   line: 19 */
#include <pthread.h>

#define N 3

static pthread_barrier_t meet;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int jobs = 2;

static void *worker(void *arg)
{
    pthread_mutex_lock(&m);
    int mine = jobs > 0 ? jobs-- : 0;
    pthread_mutex_unlock(&m);
    if (mine == 0)
        return arg;
    pthread_barrier_wait(&meet);
    return arg;
}

int main(void)
{
    pthread_t t[N];
    pthread_barrier_init(&meet, NULL, N);
    for (int i = 0; i < N; i++)
        pthread_create(&t[i], NULL, worker, NULL);
    for (int i = 0; i < N; i++)
        pthread_join(t[i], NULL);
    return 0;
}
