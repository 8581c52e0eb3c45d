/* verdict: clean
   what: a thread waits for a condition that nobody signals, at most half a second;
     the others work until it has given up */
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t never = PTHREAD_COND_INITIALIZER;
static atomic_int over;
static atomic_long done;

static void *work(void *arg)
{
    while (!over)
        done++;
    return arg;
}

static void *wait_in_vain(void *arg)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += 500000000;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&lock);
    while (pthread_cond_timedwait(&never, &lock, &until) == 0)
        continue;
    pthread_mutex_unlock(&lock);
    over = 1;
    return arg;
}

int main(void)
{
    pthread_t workers[2], waiter;
    pthread_create(&workers[0], NULL, work, NULL);
    pthread_create(&workers[1], NULL, work, NULL);
    pthread_create(&waiter, NULL, wait_in_vain, NULL);
    pthread_join(workers[0], NULL);
    pthread_join(workers[1], NULL);
    pthread_join(waiter, NULL);
    return 0;
}
