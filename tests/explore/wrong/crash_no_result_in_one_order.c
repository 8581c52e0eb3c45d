/* verdict: crash
   what: a thread that comes second returns no result, and main follows it
   line: 29 */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int prize = 100;
static int given;

static void *contender(void *p)
{
    void *result = &prize;
    (void)p;
    pthread_mutex_lock(&m);
    if (given++ > 0)
        result = NULL;
    pthread_mutex_unlock(&m);
    pthread_exit(result);
}

int main(void)
{
    pthread_t a, b;
    void *result;
    pthread_create(&a, NULL, contender, NULL);
    pthread_create(&b, NULL, contender, NULL);
    pthread_join(a, &result);
    printf("a won %d\n", *(int *)result);
    pthread_join(b, &result);
    return 0;
}
