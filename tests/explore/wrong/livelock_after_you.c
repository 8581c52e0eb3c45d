/* verdict: livelock
   what: each lets the other go first for as long as the other wants to
   line: 14 15 */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

static atomic_bool at_door[2];

static void *polite(void *arg)
{
    int me = *(int *)arg;
    at_door[me] = 1;
    while (at_door[1 - me])
        sched_yield();
    at_door[me] = 0;
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    int zero = 0, one = 1;
    pthread_create(&a, NULL, polite, &zero);
    pthread_create(&b, NULL, polite, &one);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
