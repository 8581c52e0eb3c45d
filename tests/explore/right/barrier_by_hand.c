/* verdict: clean
   what: a reusable barrier of a mutex, a condition and a generation number */
#include <assert.h>
#include <pthread.h>

#define N 2

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t c = PTHREAD_COND_INITIALIZER;
static int waiting;
static unsigned generation;
static int grid[2][N];

static void barrier(void)
{
    pthread_mutex_lock(&m);
    unsigned mine = generation;
    if (++waiting == N) {
        waiting = 0;
        generation++;
        pthread_cond_broadcast(&c);
    } else {
        while (mine == generation)
            pthread_cond_wait(&c, &m);
    }
    pthread_mutex_unlock(&m);
}

static void *step(void *arg)
{
    int me = *(int *)arg;
    grid[0][me] = me + 1;
    barrier();
    grid[1][me] = grid[0][0] + grid[0][1];
    barrier();
    assert(grid[1][1 - me] == 3);
    return NULL;
}

int main(void)
{
    pthread_t t[N];
    int ids[N] = {0, 1};
    for (int i = 0; i < N; i++)
        pthread_create(&t[i], NULL, step, &ids[i]);
    for (int i = 0; i < N; i++)
        pthread_join(t[i], NULL);
    return 0;
}
