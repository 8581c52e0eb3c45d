/* verdict: race
   what: a detached thread writes what main prints before it exits
   line: 13 22 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static int progress;

static void *background(void *arg)
{
    for (int i = 1; i <= 3; i++)
        progress = i;
    return arg;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, background, NULL);
    pthread_detach(t);
    printf("progress %d\n", progress);
    exit(0);
}
