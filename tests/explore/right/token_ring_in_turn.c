/* verdict: clean
   what: a token goes round a ring of threads, each with a condition of its own */
#include <assert.h>
#include <pthread.h>

#define N      3
#define ROUNDS 2

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t my_turn[N] = {PTHREAD_COND_INITIALIZER, PTHREAD_COND_INITIALIZER,
                                    PTHREAD_COND_INITIALIZER};
static int turn, steps;

static void *station(void *arg)
{
    int me = (int)(long)arg;
    for (int i = 0; i < ROUNDS; i++) {
        pthread_mutex_lock(&m);
        while (turn != me)
            pthread_cond_wait(&my_turn[me], &m);
        assert(steps % N == me);
        steps++;
        turn = (me + 1) % N;
        pthread_cond_signal(&my_turn[turn]);
        pthread_mutex_unlock(&m);
    }
    return NULL;
}

int main(void)
{
    pthread_t t[N];
    for (long i = 0; i < N; i++)
        pthread_create(&t[i], NULL, station, (void *)i);
    for (int i = 0; i < N; i++)
        pthread_join(t[i], NULL);
    assert(steps == N * ROUNDS);
    return 0;
}
