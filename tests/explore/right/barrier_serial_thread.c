/* verdict: clean
   what: the one serial thread of each barrier round does the bookkeeping */
#include <assert.h>
#include <pthread.h>

static pthread_barrier_t round_end, next_round;
static int parts[2];
static int total, rounds;

static void *worker(void *arg)
{
    int *mine = arg;
    for (int round = 0; round < 2; round++) {
        *mine = round + 1;
        if (pthread_barrier_wait(&round_end) == PTHREAD_BARRIER_SERIAL_THREAD) {
            total += parts[0] + parts[1];
            rounds++;
        }
        pthread_barrier_wait(&next_round);
    }
    return NULL;
}

int main(void)
{
    pthread_t other;
    pthread_barrier_init(&round_end, NULL, 2);
    pthread_barrier_init(&next_round, NULL, 2);
    pthread_create(&other, NULL, worker, &parts[1]);
    worker(&parts[0]);
    pthread_join(other, NULL);
    assert(total == 6 && rounds == 2);
    pthread_barrier_destroy(&next_round);
    pthread_barrier_destroy(&round_end);
    return 0;
}
