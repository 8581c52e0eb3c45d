/* verdict: assertion
   what: unprotected increments, and main checks the sum
   line: 25
   also: race */
#include <assert.h>
#include <pthread.h>

int x = 0;

void *inc(void *p)
{
    int i;
    for (i = 0; i < 2; i++)
        x++;
    return p;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, 0, inc, 0);
    pthread_create(&b, 0, inc, 0);
    pthread_join(a, 0);
    pthread_join(b, 0);
    assert(x == 4);
    return 0;
}
