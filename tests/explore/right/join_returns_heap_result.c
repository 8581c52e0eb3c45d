/* verdict: clean
   what: each thread returns a heap block, which main reads and frees after the join */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

struct range {
    int from;
    int to;
};

static void *add_range(void *arg)
{
    struct range *range = arg;
    long *sum = malloc(sizeof *sum);
    if (sum == NULL)
        abort();
    *sum = 0;
    for (int i = range->from; i < range->to; i++)
        *sum += i;
    return sum;
}

int main(void)
{
    struct range ranges[3] = {{0, 10}, {10, 20}, {20, 30}};
    pthread_t threads[3];
    long total = 0;

    for (int i = 0; i < 3; i++)
        pthread_create(&threads[i], NULL, add_range, &ranges[i]);
    for (int i = 0; i < 3; i++) {
        void *result;
        pthread_join(threads[i], &result);
        total += *(long *)result;
        free(result);
    }
    assert(total == 435);
    return 0;
}
