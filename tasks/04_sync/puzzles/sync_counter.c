/*
 * title:   Your counter
 * ask:     Two threads add to your counter. Can an addition be lost?
 * goal:    the assertion in main fails; or the proof that there is no such way
 * teaches: counter_add is one step for everybody else as long as the lock is held from the read to
 *          the write.
 * with:    sync.c
 */
#include <assert.h>
#include <stdlib.h>

#include "sync.h"

static Counter counter;

static void must(int error)
{
    if (error != 0)
        abort();
}

static void *adds(void *amount)
{
    must(counter_add(&counter, *(long *)amount));
    return NULL;
}

int main(void)
{
    static long one = 1, ten = 10;
    long value = 0;
    pthread_t a, b;
    must(counter_init(&counter));
    must(pthread_create(&a, NULL, adds, &one));
    must(pthread_create(&b, NULL, adds, &ten));
    must(pthread_join(a, NULL));
    must(pthread_join(b, NULL));
    must(counter_read(&counter, &value));
    assert(value == 11);
    must(counter_destroy(&counter));
    return 0;
}
