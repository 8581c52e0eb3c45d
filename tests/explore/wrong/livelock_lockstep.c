/* verdict: livelock
   what: a barrier keeps two polite threads in step: both try, both fail, both give
     back, for ever
   line: 14 15 16 17 20 */
#include <pthread.h>

static pthread_mutex_t locks[2] = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER};
static pthread_barrier_t step;

static void *run(void *arg)
{
    int me = *(int *)arg;
    for (;;) {
        pthread_mutex_lock(&locks[me]);
        pthread_barrier_wait(&step);
        int failed = pthread_mutex_trylock(&locks[1 - me]);
        pthread_barrier_wait(&step);
        if (!failed)
            pthread_mutex_unlock(&locks[1 - me]);
        pthread_mutex_unlock(&locks[me]);
        if (!failed)
            return NULL;
    }
}

int main(void)
{
    pthread_t a, b;
    int zero = 0, one = 1;
    pthread_barrier_init(&step, NULL, 2);
    pthread_create(&a, NULL, run, &zero);
    pthread_create(&b, NULL, run, &one);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
