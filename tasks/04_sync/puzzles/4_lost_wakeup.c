/*
 * title:   The bell that nobody heard
 * ask:     One sleeps until the other one rings. Can it sleep for ever?
 * goal:    somebody sleeps, and nobody is left who could wake them
 * teaches: A signal isn't kept: it wakes who sleeps at that moment. What the sleeper looks at is
 *          changed under the sleeper's lock, or the bell may ring between the look and the sleep.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t bell = PTHREAD_COND_INITIALIZER;
static atomic_bool breakfast;

static void must(int error)
{
    if (error != 0)
        abort();
}

static void *guest(void *arg)
{
    must(pthread_mutex_lock(&lock));
    while (!breakfast)
        must(pthread_cond_wait(&bell, &lock));
    must(pthread_mutex_unlock(&lock));
    return arg;
}

static void *host(void *arg)
{
    breakfast = true;
    must(pthread_cond_signal(&bell));
    return arg;
}

int main(void)
{
    pthread_t a, b;
    must(pthread_create(&a, NULL, guest, NULL));
    must(pthread_create(&b, NULL, host, NULL));
    must(pthread_join(a, NULL));
    must(pthread_join(b, NULL));
    return 0;
}
