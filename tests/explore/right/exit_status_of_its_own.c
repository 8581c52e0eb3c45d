/* verdict: clean
   what: a program that tells a number by its exit status, as some do, and an early end of a wait */
#include <errno.h>
#include <pthread.h>
#include <time.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t ready = PTHREAD_COND_INITIALIZER;
static int done;

static void *finish(void *arg)
{
    pthread_mutex_lock(&lock);
    done = 1;
    pthread_cond_signal(&ready);
    pthread_mutex_unlock(&lock);
    return arg;
}

int main(void)
{
    pthread_t worker;
    struct timespec until;
    int error = 0;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 2;
    pthread_create(&worker, NULL, finish, NULL);
    pthread_mutex_lock(&lock);
    while (!done && error == 0)
        error = pthread_cond_timedwait(&ready, &lock, &until);
    int late = !done;
    pthread_mutex_unlock(&lock);
    pthread_join(worker, NULL);
    return late ? 1 : 0;
}
