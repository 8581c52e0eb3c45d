/* verdict: assertion
   what: a hand-shake of atomics that fails only when each thread is interrupted at the
     right place
   line: 37 */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int a, b;

static void *left(void *p)
{
    a = 1;
    a = 2;
    a = 3;
    return p;
}

static void *right(void *p)
{
    if (a == 1)
        b = 1;
    if (a == 2 && b == 1)
        b = 2;
    if (a == 3 && b == 2)
        b = 3;
    return p;
}

int main(void)
{
    pthread_t x, y;
    pthread_create(&x, NULL, left, NULL);
    pthread_create(&y, NULL, right, NULL);
    pthread_join(x, NULL);
    pthread_join(y, NULL);
    assert(b != 3);
    return 0;
}
