/*
 * title:   Two clerks, one counter
 * ask:     Each clerk adds one. Can the total be 1 in the end?
 * goal:    the assertion in main fails
 * teaches: total = total + 1 is a read and a write. Whoever comes between the two is overwritten:
 *          an update is lost. A lock around both makes them one step for everybody else.
 */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

static int total;

static void must(int error)
{
    if (error != 0)
        abort();
}

static void *clerk(void *arg)
{
    total = total + 1;
    return arg;
}

int main(void)
{
    pthread_t anna, ben;
    must(pthread_create(&anna, NULL, clerk, NULL));
    must(pthread_create(&ben, NULL, clerk, NULL));
    must(pthread_join(anna, NULL));
    must(pthread_join(ben, NULL));
    assert(total == 2);
    return 0;
}
