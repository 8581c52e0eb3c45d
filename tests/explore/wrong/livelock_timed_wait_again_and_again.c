/* verdict: livelock
   what: a timed wait is repeated for ever, for a condition that nobody makes true
   line: 28 30 */
#include <pthread.h>
#include <stdbool.h>
#include <time.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t c = PTHREAD_COND_INITIALIZER;
static bool first_done, second_done;

static void *worker(void *arg)
{
    pthread_mutex_lock(&m);
    first_done = true; /* and the second? */
    pthread_cond_signal(&c);
    pthread_mutex_unlock(&m);
    return arg;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, worker, NULL);
    pthread_mutex_lock(&m);
    while (!first_done || !second_done) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += 1;
        pthread_cond_timedwait(&c, &m, &until);
    }
    pthread_mutex_unlock(&m);
    pthread_join(t, NULL);
    return 0;
}
