/* verdict: unsupported
   what: only if the worker comes first is a pipe to a command opened
   line: 14
   word: popen */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static atomic_bool configured;

static void *worker(void *arg)
{
    if (!configured) {
        FILE *f = popen("true", "r");
        if (f != NULL)
            pclose(f);
    }
    return arg;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, worker, NULL);
    configured = 1;
    pthread_join(t, NULL);
    return 0;
}
