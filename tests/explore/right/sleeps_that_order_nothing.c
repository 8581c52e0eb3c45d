/* verdict: clean
   what: sleeping, yielding and clocks, while the data is guarded by a mutex all the
     same */
#define _GNU_SOURCE
#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int samples;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void *sample(void *arg)
{
    double began = now();
    usleep(1500);
    sched_yield();
    nanosleep(&(struct timespec){.tv_nsec = 1000}, NULL);
    pthread_mutex_lock(&m);
    samples++;
    pthread_mutex_unlock(&m);
    assert(now() >= began);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, sample, NULL);
    pthread_create(&b, NULL, sample, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    assert(samples == 2);
    return 0;
}
