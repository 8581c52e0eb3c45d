/*
 * title:   The bell after the door
 * ask:     The host rings when the lock is free again. Can the guest sleep for ever now?
 * goal:    somebody sleeps, and nobody is left who could wake them; or the proof that there is no
 *          such way
 * teaches: Where the signal stands doesn't matter, before the unlock or behind it: breakfast changes
 *          under the guest's lock, so the guest either sees it or is asleep when the bell rings.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t bell = PTHREAD_COND_INITIALIZER;
static bool breakfast;

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
    must(pthread_mutex_lock(&lock));
    breakfast = true;
    must(pthread_mutex_unlock(&lock));
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
