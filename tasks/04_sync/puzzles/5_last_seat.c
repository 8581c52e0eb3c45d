/*
 * title:   The last seat
 * ask:     Every access to seats is under its lock. Can two people buy the last one?
 * goal:    the assertion in main fails
 * teaches: Each step was guarded, but not the two together: between the look and the purchase the
 *          answer grew old. Check and act under the same lock, held for both.
 */
#include <assert.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int seats = 1;

static void must(int error)
{
    if (error != 0)
        abort();
}

static bool is_free(void)
{
    must(pthread_mutex_lock(&lock));
    bool free = seats > 0;
    must(pthread_mutex_unlock(&lock));
    return free;
}

static void buy(void)
{
    must(pthread_mutex_lock(&lock));
    seats--;
    must(pthread_mutex_unlock(&lock));
}

static void *traveller(void *arg)
{
    if (is_free())
        buy();
    return arg;
}

int main(void)
{
    pthread_t a, b;
    must(pthread_create(&a, NULL, traveller, NULL));
    must(pthread_create(&b, NULL, traveller, NULL));
    must(pthread_join(a, NULL));
    must(pthread_join(b, NULL));
    assert(seats >= 0);
    return 0;
}
