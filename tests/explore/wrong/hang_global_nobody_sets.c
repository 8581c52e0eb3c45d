/* verdict: hang
   what: main polls a plain global that no thread ever changes
   line: 18 */
#include <pthread.h>

static int finished, started;

static void *run(void *arg)
{
    return arg;
}

int main(void)
{
    pthread_t t;
    started = 1;
    pthread_create(&t, NULL, run, NULL);
    while (!finished)
        ;
    pthread_join(t, NULL);
    return started;
}
