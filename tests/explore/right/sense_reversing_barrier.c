/* verdict: clean
   what: a barrier of two atomics that is used three times */
#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>

#define N 2

static atomic_int left = N;
static atomic_bool sense;
static int values[3][N];

static void barrier(bool *mine)
{
    *mine = !*mine;
    if (atomic_fetch_sub(&left, 1) == 1) {
        left = N;
        sense = *mine;
    } else {
        while (sense != *mine)
            sched_yield();
    }
}

static void *run(void *arg)
{
    int me = *(int *)arg;
    bool mine = false;
    for (int round = 0; round < 3; round++) {
        values[round][me] = round;
        barrier(&mine);
        assert(values[round][1 - me] == round);
    }
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    int zero = 0, one = 1;
    pthread_create(&a, NULL, run, &zero);
    pthread_create(&b, NULL, run, &one);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
