/* verdict: assertion
   what: the bakery algorithm without the flag that says a number is being chosen
   line: 30
   also: race */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#define N 2

static atomic_int number[N];
static int inside;

static bool before(int a, int i, int b, int j)
{
    return a < b || (a == b && i < j);
}

static void *customer(void *arg)
{
    int me = (int)(long)arg, other = 1 - me;
    number[me] = number[other] + 1;
    for (;;) {
        int theirs = number[other];
        if (theirs == 0 || !before(theirs, other, number[me], me))
            break;
    }
    inside++;
    assert(inside == 1);
    inside--;
    number[me] = 0;
    return NULL;
}

int main(void)
{
    pthread_t t[N];
    for (long i = 0; i < N; i++)
        pthread_create(&t[i], NULL, customer, (void *)i);
    for (int i = 0; i < N; i++)
        pthread_join(t[i], NULL);
    return 0;
}
