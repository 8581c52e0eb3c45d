/* verdict: assertion
   what: sixteen threads add one each without a lock
   line: 16 33
   also: race */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

enum { SIGMA = 16 };

int *array;
int array_index = -1;

void *thread(void *arg)
{
    array[array_index] = 1;
    return arg;
}

int main(void)
{
    pthread_t *t = malloc(sizeof(pthread_t) * SIGMA);
    array = calloc(SIGMA, sizeof(int));
    for (int id = 0; id < SIGMA; id++) {
        array_index++;
        pthread_create(&t[id], NULL, thread, NULL);
    }
    for (int id = 0; id < SIGMA; id++)
        pthread_join(t[id], NULL);
    int sum = 0;
    for (int id = 0; id < SIGMA; id++)
        sum += array[id];
    assert(sum == SIGMA);
    free(array);
    free(t);
    return 0;
}
