/* verdict: race
   what: an array is sorted while another thread looks at its first element
   line: 17 23 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static int scores[5] = {5, 3, 8, 1, 9};

static int by_value(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

static void *sorter(void *arg)
{
    qsort(scores, 5, sizeof scores[0], by_value);
    return arg;
}

static void *peek(void *arg)
{
    printf("first %d\n", scores[0]);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, sorter, NULL);
    pthread_create(&b, NULL, peek, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
