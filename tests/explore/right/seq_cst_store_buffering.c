/* verdict: clean
   what: with sequentially consistent flags at least one thread sees the other's */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

atomic_int x, y;
int r1, r2;

void *left(void *p)
{
    atomic_store(&x, 1);
    r1 = atomic_load(&y);
    return p;
}

void *right(void *p)
{
    atomic_store(&y, 1);
    r2 = atomic_load(&x);
    return p;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, 0, left, 0);
    pthread_create(&b, 0, right, 0);
    pthread_join(a, 0);
    pthread_join(b, 0);
    assert(r1 == 1 || r2 == 1);
    return 0;
}
