/* verdict: clean
   what: Hillis and Steele prefix sums, two buffers and a barrier a round */
#include <assert.h>
#include <pthread.h>

#define N 4

static int buffers[2][N] = {{1, 2, 3, 4}};
static pthread_barrier_t barrier;

static void *scan(void *arg)
{
    int me = (int)(long)arg;
    int from = 0;
    for (int distance = 1; distance < N; distance *= 2) {
        int value = buffers[from][me];
        if (me >= distance)
            value += buffers[from][me - distance];
        buffers[1 - from][me] = value;
        from = 1 - from;
        pthread_barrier_wait(&barrier);
    }
    return NULL;
}

int main(void)
{
    pthread_t t[N];
    pthread_barrier_init(&barrier, NULL, N);
    for (long i = 0; i < N; i++)
        pthread_create(&t[i], NULL, scan, (void *)i);
    for (int i = 0; i < N; i++)
        pthread_join(t[i], NULL);
    assert(buffers[0][3] == 10 && buffers[0][1] == 3);
    pthread_barrier_destroy(&barrier);
    return 0;
}
