/* verdict: misuse
   what: C11: mtx_trylock failed, and the mutex is unlocked all the same
   line: 12 */
#include <threads.h>

static mtx_t m;

static int run(void *arg)
{
    (void)arg;
    mtx_trylock(&m);
    mtx_unlock(&m);
    return 0;
}

int main(void)
{
    thrd_t a, b;
    mtx_init(&m, mtx_plain);
    thrd_create(&a, run, NULL);
    thrd_create(&b, run, NULL);
    thrd_join(a, NULL);
    thrd_join(b, NULL);
    mtx_destroy(&m);
    return 0;
}
