/* verdict: assertion
   what: Peterson's algorithm with turn set before the own flag
   line: 18 */
#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

static atomic_int interested[2], turn, inside;

static void *process(void *arg)
{
    int me = *(int *)arg, other = 1 - me;
    turn = other;
    interested[me] = 1;
    while (interested[other] && turn == other)
        sched_yield();
    assert(atomic_fetch_add(&inside, 1) == 0);
    atomic_fetch_sub(&inside, 1);
    interested[me] = 0;
    return NULL;
}

int main(void)
{
    int zero = 0, one = 1;
    pthread_t a, b;
    pthread_create(&a, NULL, process, &zero);
    pthread_create(&b, NULL, process, &one);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
