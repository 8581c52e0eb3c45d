/* verdict: clean
   what: main waits half a minute in vain, and then stops a worker that has been busy all the time */
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t never = PTHREAD_COND_INITIALIZER;
static atomic_int stop;
static atomic_long rounds;

static void *work(void *arg)
{
    while (!atomic_load(&stop))
        atomic_fetch_add(&rounds, 1);
    return arg;
}

int main(void)
{
    pthread_t worker;
    struct timespec until;
    pthread_create(&worker, NULL, work, NULL);
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 30;
    pthread_mutex_lock(&lock);
    while (pthread_cond_timedwait(&never, &lock, &until) == 0)
        continue;
    pthread_mutex_unlock(&lock);
    atomic_store(&stop, 1);
    pthread_join(worker, NULL);
    return 0;
}
