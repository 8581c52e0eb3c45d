/* verdict: clean
   what: each thread sorts an array of its own with qsort and searches it with bsearch */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

static int ascending(const void *a, const void *b)
{
    int x = *(const int *)a, y = *(const int *)b;
    return (x > y) - (x < y);
}

static void *sort(void *arg)
{
    int *numbers = arg;
    int wanted = 7;
    qsort(numbers, 4, sizeof *numbers, ascending);
    assert(bsearch(&wanted, numbers, 4, sizeof *numbers, ascending) == &numbers[2]);
    return NULL;
}

int main(void)
{
    int a[4] = {9, 3, 7, 1}, b[4] = {7, 8, 2, 5};
    pthread_t x, y;
    pthread_create(&x, NULL, sort, a);
    pthread_create(&y, NULL, sort, b);
    pthread_join(x, NULL);
    pthread_join(y, NULL);
    assert(a[0] == 1 && b[3] == 8);
    return 0;
}
