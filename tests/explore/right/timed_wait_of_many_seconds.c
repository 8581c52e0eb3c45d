/* verdict: clean
   what: a wait of 20 seconds is there for when all is lost: who runs into it keeps the lock and leaves */
#include <pthread.h>
#include <time.h>

#define WORKERS 3
#define JOBS    30

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t more = PTHREAD_COND_INITIALIZER;
static int pending;

static void *work(void *arg)
{
    for (int i = 0; i < JOBS / WORKERS; i++) {
        pthread_mutex_lock(&lock);
        while (pending == 0) {
            struct timespec until;
            clock_gettime(CLOCK_REALTIME, &until);
            until.tv_sec += 20;
            if (pthread_cond_timedwait(&more, &lock, &until) != 0)
                return arg;
        }
        pending--;
        pthread_mutex_unlock(&lock);
    }
    return NULL;
}

int main(void)
{
    pthread_t workers[WORKERS];
    for (int i = 0; i < WORKERS; i++)
        pthread_create(&workers[i], NULL, work, &pending);
    for (int i = 0; i < JOBS; i++) {
        pthread_mutex_lock(&lock);
        pending++;
        pthread_cond_signal(&more);
        pthread_mutex_unlock(&lock);
    }
    for (int i = 0; i < WORKERS; i++)
        pthread_join(workers[i], NULL);
    return 0;
}
