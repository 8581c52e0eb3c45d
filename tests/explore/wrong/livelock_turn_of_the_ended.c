/* verdict: livelock
   what: the turn is passed to a thread that has done its share and ended
   line: 15 16 */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

static atomic_int turn;
static const int shares[2] = {2, 3};

static void *player(void *arg)
{
    int me = *(int *)arg;
    for (int i = 0; i < shares[me]; i++) {
        while (turn != me)
            sched_yield();
        turn = 1 - me;
    }
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    int zero = 0, one = 1;
    pthread_create(&a, NULL, player, &zero);
    pthread_create(&b, NULL, player, &one);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
