/* verdict: clean
   what: a thread that has a name, knows its stack, and waits by the monotonic clock everywhere */
#define _GNU_SOURCE
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <string.h>
#include <time.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static sem_t posted;
static int ready;

static void look_at_itself(void)
{
    pthread_attr_t attributes;
    void *base;
    size_t size;
    char name[16];
    assert(pthread_setname_np(pthread_self(), "worker") == 0);
    assert(pthread_getname_np(pthread_self(), name, sizeof name) == 0);
    assert(strcmp(name, "worker") == 0);
    assert(pthread_getattr_np(pthread_self(), &attributes) == 0);
    pthread_attr_getstack(&attributes, &base, &size);
    assert(name >= (char *)base && name < (char *)base + size);
    pthread_attr_destroy(&attributes);
}

static void *work(void *arg)
{
    struct timespec until;
    look_at_itself();
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec++;
    if (pthread_mutex_clocklock(&lock, CLOCK_MONOTONIC, &until) == 0) {
        int error = 0;
        while (!ready && error != ETIMEDOUT)
            error = pthread_cond_clockwait(&changed, &lock, CLOCK_MONOTONIC, &until);
        pthread_mutex_unlock(&lock);
    }
    sem_clockwait(&posted, CLOCK_MONOTONIC, &until);
    return arg;
}

int main(void)
{
    pthread_t worker;
    sem_init(&posted, 0, 0);
    pthread_create(&worker, NULL, work, NULL);
    pthread_mutex_lock(&lock);
    ready = 1;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&lock);
    sem_post(&posted);
    pthread_join(worker, NULL);
    return 0;
}
