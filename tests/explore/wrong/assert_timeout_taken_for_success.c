/* verdict: assertion
   what: the end of a timed wait is taken for the event
   line: 33 */
#include <assert.h>
#include <pthread.h>
#include <stdbool.h>
#include <time.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t c = PTHREAD_COND_INITIALIZER;
static bool loaded;

static void *load(void *p)
{
    pthread_mutex_lock(&m);
    loaded = true;
    pthread_cond_signal(&c);
    pthread_mutex_unlock(&m);
    return p;
}

int main(void)
{
    pthread_t t;
    struct timespec until;
    int error = 0;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 5;
    pthread_create(&t, NULL, load, NULL);
    pthread_mutex_lock(&m);
    while (!loaded && error == 0)
        error = pthread_cond_timedwait(&c, &m, &until);
    assert(loaded);
    pthread_mutex_unlock(&m);
    pthread_join(t, NULL);
    return 0;
}
