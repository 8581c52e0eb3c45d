/* verdict: clean
   what: Peterson's algorithm with sequentially consistent atomics */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_bool wants[2];
static atomic_int turn;
static int inside; /* plain: the algorithm has to protect it */

static void critical(int me)
{
    int other = 1 - me;
    wants[me] = 1;
    turn = other;
    while (wants[other] && turn == other)
        continue;
    inside++;
    assert(inside == 1);
    inside--;
    wants[me] = 0;
}

static void *process(void *arg)
{
    int me = *(int *)arg;
    critical(me);
    critical(me);
    return NULL;
}

int main(void)
{
    int ids[] = {0, 1};
    pthread_t p0, p1;
    pthread_create(&p0, NULL, process, &ids[0]);
    pthread_create(&p1, NULL, process, &ids[1]);
    pthread_join(p0, NULL);
    pthread_join(p1, NULL);
    return 0;
}
