/* verdict: hang
   what: a worker waits for ever in a loop without a body, condition or anything else in it
   line: 12 */
#include <pthread.h>
#include <stdio.h>

static void *worker(void *arg)
{
    int *rounds = arg;
    (*rounds)++;
    if (*rounds == 1)
        for (;;)
            ;
    return NULL;
}

int main(void)
{
    pthread_t thread;
    int rounds = 0;
    if (pthread_create(&thread, NULL, worker, &rounds) != 0)
        return 1;
    pthread_join(thread, NULL);
    printf("%d rounds\n", rounds);
    return 0;
}
