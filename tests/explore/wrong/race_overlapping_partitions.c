/* verdict: race
   what: the blocks of two threads overlap by one element
   line: 19 */
#include <pthread.h>
#include <stdio.h>

#define N 8

static int a[N];

struct block {
    int from, to;
};

static void *fill(void *p)
{
    struct block *b = p;
    for (int i = b->from; i <= b->to; i++)
        a[i] = i;
    return NULL;
}

int main(void)
{
    struct block low = {0, N / 2}, high = {N / 2, N - 1};
    pthread_t x, y;
    pthread_create(&x, NULL, fill, &low);
    pthread_create(&y, NULL, fill, &high);
    pthread_join(x, NULL);
    pthread_join(y, NULL);
    printf("%d\n", a[N - 1]);
    return 0;
}
