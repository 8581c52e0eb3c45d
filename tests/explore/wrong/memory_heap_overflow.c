/* verdict: memory
   what: a loop with <= writes one element beyond the block
   line: 14 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#define N 4

static void *fill(void *arg)
{
    int *numbers = arg;
    for (int i = 0; i <= N; i++)
        numbers[i] = i;
    return NULL;
}

int main(void)
{
    pthread_t t;
    int *numbers = malloc(N * sizeof *numbers);
    pthread_create(&t, NULL, fill, numbers);
    pthread_join(t, NULL);
    printf("%d\n", numbers[0]);
    free(numbers);
    return 0;
}
