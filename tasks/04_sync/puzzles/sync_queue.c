/*
 * title:   Your queue
 * ask:     Two threads get from your queue, one puts two items into its only place. Can an item be
 *          lost, or somebody wait for ever?
 * goal:    an assertion fails or nobody can go on; or the proof that there is no such way
 * teaches: Each waits in a loop, under the lock that guards what it waits for, and each change wakes
 *          who may go on now.
 * with:    sync.c
 */
#include <assert.h>
#include <stdlib.h>

#include "sync.h"

static BoundedQueue queue;
static int items[2];
static int *got[2];

static void must(int error)
{
    if (error != 0)
        abort();
}

static void *gets(void *place)
{
    void *item = NULL;
    must(queue_get(&queue, &item));
    *(int **)place = item;
    return NULL;
}

static void *puts_two(void *arg)
{
    must(queue_put(&queue, &items[0]));
    must(queue_put(&queue, &items[1]));
    return arg;
}

int main(void)
{
    pthread_t a, b, c;
    must(queue_init(&queue, 1));
    must(pthread_create(&a, NULL, gets, &got[0]));
    must(pthread_create(&b, NULL, gets, &got[1]));
    must(pthread_create(&c, NULL, puts_two, NULL));
    must(pthread_join(a, NULL));
    must(pthread_join(b, NULL));
    must(pthread_join(c, NULL));
    assert((got[0] == &items[0] && got[1] == &items[1]) ||
           (got[0] == &items[1] && got[1] == &items[0]));
    must(queue_destroy(&queue));
    return 0;
}
