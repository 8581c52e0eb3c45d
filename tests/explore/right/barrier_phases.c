/* verdict: clean
   what: two phases parted by a barrier: everyone writes, then everyone reads the
     neighbour */
#include <assert.h>
#include <pthread.h>

#define N 3

static pthread_barrier_t barrier;
static int cells[N];
static int sums[N];

static void *phase(void *arg)
{
    int me = *(int *)arg;
    cells[me] = me + 1;
    pthread_barrier_wait(&barrier);
    sums[me] = cells[me] + cells[(me + 1) % N];
    return NULL;
}

int main(void)
{
    pthread_t threads[N];
    int ids[N];
    pthread_barrier_init(&barrier, NULL, N);
    for (int i = 0; i < N; i++) {
        ids[i] = i;
        pthread_create(&threads[i], NULL, phase, &ids[i]);
    }
    for (int i = 0; i < N; i++)
        pthread_join(threads[i], NULL);
    assert(sums[0] == 3 && sums[1] == 5 && sums[2] == 4);
    pthread_barrier_destroy(&barrier);
    return 0;
}
