/* verdict: assertion
   what: a spinning barrier that is used a second time without its counter being reset
   line: 24 27 */
#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

static atomic_int arrived;
static atomic_int cell[2];

static void barrier(void)
{
    arrived++;
    while (arrived < 2)
        sched_yield();
}

static void *run(void *arg)
{
    int me = *(int *)arg;
    cell[me] = 1;
    barrier();
    assert(cell[1 - me] >= 1);
    cell[me] = 2;
    barrier();
    assert(cell[1 - me] == 2);
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
