/* verdict: inconclusive
   what: a thread that counts to twelve million with an atomic
   line: 11 */
#include <pthread.h>
#include <stdatomic.h>

static atomic_long n;

static void *count(void *arg)
{
    while (atomic_fetch_add(&n, 1) < 12000000)
        continue;
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, count, NULL);
    pthread_create(&b, NULL, count, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
