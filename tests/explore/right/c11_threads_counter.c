/* verdict: clean
   what: C11 threads and mtx_t, results through thrd_join */
#include <assert.h>
#include <stdlib.h>
#include <threads.h>

static mtx_t guard;
static int count;

static int bump(void *arg)
{
    int times = *(int *)arg;
    for (int i = 0; i < times; i++) {
        if (mtx_lock(&guard) != thrd_success)
            abort();
        count++;
        mtx_unlock(&guard);
    }
    return times;
}

int main(void)
{
    thrd_t a, b;
    int two = 2, three = 3, got_a, got_b;
    if (mtx_init(&guard, mtx_plain) != thrd_success)
        return 1;
    if (thrd_create(&a, bump, &two) != thrd_success)
        return 1;
    if (thrd_create(&b, bump, &three) != thrd_success)
        return 1;
    thrd_join(a, &got_a);
    thrd_join(b, &got_b);
    assert(got_a + got_b == count);
    mtx_destroy(&guard);
    return 0;
}
