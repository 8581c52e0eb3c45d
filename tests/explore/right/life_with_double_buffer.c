/* verdict: clean
   what: a cellular automaton with two buffers, a barrier after each generation */
#include <assert.h>
#include <pthread.h>

#define CELLS       8
#define GENERATIONS 2
#define THREADS     2

static unsigned char world[2][CELLS] = {{0, 0, 0, 1, 0, 0, 0, 0}};
static pthread_barrier_t tick;

static void *evolve(void *arg)
{
    int first = *(int *)arg;
    for (int g = 0; g < GENERATIONS; g++) {
        const unsigned char *now = world[g % 2];
        unsigned char *next = world[(g + 1) % 2];
        for (int i = first; i < first + CELLS / THREADS; i++)
            next[i] = now[(i + CELLS - 1) % CELLS] ^ now[(i + 1) % CELLS];
        pthread_barrier_wait(&tick);
    }
    return NULL;
}

int main(void)
{
    pthread_t t[THREADS];
    int first[THREADS];
    pthread_barrier_init(&tick, NULL, THREADS);
    for (int i = 0; i < THREADS; i++) {
        first[i] = i * (CELLS / THREADS);
        pthread_create(&t[i], NULL, evolve, &first[i]);
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(t[i], NULL);
    pthread_barrier_destroy(&tick);
    assert(world[0][1] == 1 && world[0][5] == 1 && world[0][3] == 0);
    return 0;
}
