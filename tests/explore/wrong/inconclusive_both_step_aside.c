/* verdict: inconclusive
   what: two walkers mirror each other: each changes to the side that the other is on,
     for as long as they face; a livelock in lockstep, which the explorer doesn't prove
   line: 15 16 17 20 */
#include <pthread.h>
#include <stdatomic.h>

static pthread_barrier_t beat;
static atomic_int side[2];

static void *walk(void *arg)
{
    int me = *(int *)arg;
    for (;;) {
        pthread_barrier_wait(&beat);
        int facing = side[0] == side[1];
        pthread_barrier_wait(&beat);
        if (!facing)
            return NULL;
        side[me] = 1 - side[me];
    }
}

int main(void)
{
    pthread_t a, b;
    int zero = 0, one = 1;
    pthread_barrier_init(&beat, NULL, 2);
    pthread_create(&a, NULL, walk, &zero);
    pthread_create(&b, NULL, walk, &one);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
