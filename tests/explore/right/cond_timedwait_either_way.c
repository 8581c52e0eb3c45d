/* verdict: clean
   what: a timed wait that copes with the time-out as well as with the signal */
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <time.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int answer;

static void *oracle(void *arg)
{
    pthread_mutex_lock(&lock);
    answer = 42;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
    return arg;
}

int main(void)
{
    pthread_t thread;
    struct timespec until;
    int error = 0;

    pthread_create(&thread, NULL, oracle, NULL);
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += 20 * 1000 * 1000;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_nsec -= 1000000000L;
        until.tv_sec++;
    }
    pthread_mutex_lock(&lock);
    while (answer == 0 && error != ETIMEDOUT)
        error = pthread_cond_timedwait(&changed, &lock, &until);
    if (answer == 0)
        puts("no answer in time");
    else
        assert(answer == 42);
    pthread_mutex_unlock(&lock);
    pthread_join(thread, NULL);
    return 0;
}
