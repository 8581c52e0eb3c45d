/*
 * title:   Your transfer
 * ask:     Money goes there and back at the same time. Can your transfers wait for each other, or
 *          lose money?
 * goal:    nobody can go on, or the assertion fails; or the proof that there is no such way
 * teaches: One order of the locks, kept by everybody, leaves no ring.
 * with:    sync.c
 */
#include <assert.h>
#include <stdlib.h>

#include "sync.h"

static Account first, second;

static void must(int error)
{
    if (error != 0)
        abort();
}

static void *there(void *arg)
{
    must(transfer(&first, &second, 3));
    return arg;
}

static void *back(void *arg)
{
    must(transfer(&second, &first, 5));
    return arg;
}

int main(void)
{
    pthread_t a, b;
    must(account_init(&first, 1, 10));
    must(account_init(&second, 2, 10));
    must(pthread_create(&a, NULL, there, NULL));
    must(pthread_create(&b, NULL, back, NULL));
    must(pthread_join(a, NULL));
    must(pthread_join(b, NULL));
    assert(first.balance + second.balance == 20);
    must(account_destroy(&first));
    must(account_destroy(&second));
    return 0;
}
