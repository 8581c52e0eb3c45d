/*
 * title:   A box for one parcel
 * ask:     Two fetch a parcel each, one brings two. Can somebody reach into an empty box?
 * goal:    the assertion in fetch fails
 * teaches: Between a signal and the waking of who was signalled others run; and a wait may wake
 *          without any signal. The condition is looked at again after the wait: while, not if.
 */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t came = PTHREAD_COND_INITIALIZER;
static int parcels;

static void must(int error)
{
    if (error != 0)
        abort();
}

static void *fetch(void *arg)
{
    must(pthread_mutex_lock(&lock));
    if (parcels == 0)
        must(pthread_cond_wait(&came, &lock));
    assert(parcels > 0);
    parcels--;
    must(pthread_mutex_unlock(&lock));
    return arg;
}

static void *bring(void *arg)
{
    for (int i = 0; i < 2; i++) {
        must(pthread_mutex_lock(&lock));
        parcels++;
        must(pthread_cond_signal(&came));
        must(pthread_mutex_unlock(&lock));
    }
    return arg;
}

int main(void)
{
    pthread_t a, b, c;
    must(pthread_create(&a, NULL, fetch, NULL));
    must(pthread_create(&b, NULL, fetch, NULL));
    must(pthread_create(&c, NULL, bring, NULL));
    must(pthread_join(a, NULL));
    must(pthread_join(b, NULL));
    must(pthread_join(c, NULL));
    return 0;
}
