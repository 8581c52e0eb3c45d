/* verdict: race
   what: the result on the heap is read before the thread is joined
   line: 11 21 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static void *compute(void *arg)
{
    int *result = arg;
    *result = 6 * 7;
    return NULL;
}

int main(void)
{
    pthread_t thread;
    int *result = malloc(sizeof *result);
    *result = 0;
    pthread_create(&thread, NULL, compute, result);
    printf("result %d\n", *result);
    pthread_join(thread, NULL);
    free(result);
    return 0;
}
