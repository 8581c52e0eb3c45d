/* verdict: clean
   what: Lamport's bakery algorithm for two, with the flag that says a number is being
     chosen */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#define N 2

static atomic_bool choosing[N];
static atomic_int number[N];
static int served;

static void lock(int me)
{
    int other = 1 - me;
    choosing[me] = true;
    number[me] = number[other] + 1;
    choosing[me] = false;
    while (choosing[other])
        ;
    for (;;) {
        int theirs = number[other], mine = number[me];
        if (theirs == 0 || mine < theirs || (mine == theirs && me < other))
            break;
    }
}

static void *customer(void *arg)
{
    int me = (int)(long)arg;
    lock(me);
    served++;
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
    assert(served == 2);
    return 0;
}
