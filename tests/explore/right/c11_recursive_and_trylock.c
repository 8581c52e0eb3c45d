/* verdict: clean
   what: mtx_recursive taken twice, mtx_trylock whose failure is handled */
#include <assert.h>
#include <threads.h>

static mtx_t outer;
static mtx_t side;
static int done, skipped;

static void note(int *where)
{
    mtx_lock(&outer);
    ++*where;
    mtx_unlock(&outer);
}

static int task(void *unused)
{
    (void)unused;
    mtx_lock(&outer);
    if (mtx_trylock(&side) == thrd_success) {
        note(&done);
        mtx_unlock(&side);
    } else {
        note(&skipped);
    }
    mtx_unlock(&outer);
    return 0;
}

static int other(void *unused)
{
    (void)unused;
    if (mtx_trylock(&side) == thrd_busy)
        return 1;
    mtx_unlock(&side);
    return 0;
}

int main(void)
{
    thrd_t a, b;
    mtx_init(&outer, mtx_plain | mtx_recursive);
    mtx_init(&side, mtx_plain);
    thrd_create(&a, task, NULL);
    thrd_create(&b, other, NULL);
    thrd_join(a, NULL);
    thrd_join(b, NULL);
    assert(done + skipped == 1);
    mtx_destroy(&side);
    mtx_destroy(&outer);
    return 0;
}
