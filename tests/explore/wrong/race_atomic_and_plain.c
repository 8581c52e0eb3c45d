/* verdict: race
   what: a counter is incremented atomically and reset with a plain store
   line: 11 17 */
#include <pthread.h>
#include <stdio.h>

static int jobs;

static void *add(void *arg)
{
    __atomic_fetch_add(&jobs, 1, __ATOMIC_SEQ_CST);
    return arg;
}

static void *reset(void *arg)
{
    jobs = 0;
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, add, NULL);
    pthread_create(&b, NULL, reset, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    printf("%d\n", jobs);
    return 0;
}
