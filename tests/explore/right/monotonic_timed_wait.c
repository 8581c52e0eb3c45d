/* verdict: clean
   what: a periodic thread that is stopped through a condition on the monotonic clock */
#include <assert.h>
#include <pthread.h>
#include <stdbool.h>
#include <time.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t stopped;
static bool stop;
static int beats;

static void *heart(void *arg)
{
    struct timespec next;
    clock_gettime(CLOCK_MONOTONIC, &next);
    pthread_mutex_lock(&m);
    while (!stop && beats < 3) {
        next.tv_sec += 1;
        if (pthread_cond_timedwait(&stopped, &m, &next) != 0)
            beats++;
    }
    pthread_mutex_unlock(&m);
    return arg;
}

int main(void)
{
    pthread_t t;
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&stopped, &attr);
    pthread_condattr_destroy(&attr);
    pthread_create(&t, NULL, heart, NULL);
    pthread_mutex_lock(&m);
    stop = true;
    pthread_cond_signal(&stopped);
    pthread_mutex_unlock(&m);
    pthread_join(t, NULL);
    assert(beats <= 3);
    pthread_cond_destroy(&stopped);
    return 0;
}
