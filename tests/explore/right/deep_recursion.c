/* verdict: clean
   what: a recursion five hundred deep in each of two threads */
#include <assert.h>
#include <pthread.h>

static int depth(int n)
{
    char frame[100];
    frame[n % 100] = 1;
    return n == 0 ? 0 : depth(n - 1) + frame[n % 100];
}

static void *run(void *arg)
{
    assert(depth(500) == 500);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, run, NULL);
    pthread_create(&b, NULL, run, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
