/* verdict: race
   what: a recursive function counts its calls in a global variable
   line: 11 */
#include <pthread.h>
#include <stdio.h>

static unsigned calls;

static int fib(int n)
{
    calls++;
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

static void *compute(void *arg)
{
    return (void *)(long)fib((int)(long)arg);
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, compute, (void *)3L);
    pthread_create(&b, NULL, compute, (void *)4L);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    printf("%u calls\n", calls);
    return 0;
}
