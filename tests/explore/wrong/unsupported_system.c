/* verdict: unsupported
   what: a command started with system, by whoever comes second
   line: 14
   word: system */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

static atomic_int comers;

static void *run(void *arg)
{
    if (atomic_fetch_add(&comers, 1) == 1)
        if (system("true") != 0)
            return NULL;
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
