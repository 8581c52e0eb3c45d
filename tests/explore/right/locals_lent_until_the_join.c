/* verdict: clean
   what: each call lends its local variables to two threads and joins them before it
     returns, twice in a row */
#include <assert.h>
#include <pthread.h>

struct loan {
    const int *number;
    int square;
};

static void *square(void *arg)
{
    struct loan *l = arg;
    l->square = *l->number * *l->number;
    return NULL;
}

static int sum_of_squares(int x, int y)
{
    struct loan a = {.number = &x}, b = {.number = &y};
    pthread_t ta, tb;
    pthread_create(&ta, NULL, square, &a);
    pthread_create(&tb, NULL, square, &b);
    pthread_join(ta, NULL);
    pthread_join(tb, NULL);
    return a.square + b.square;
}

int main(void)
{
    assert(sum_of_squares(1, 2) == 5);
    assert(sum_of_squares(3, 4) == 25);
    return 0;
}
