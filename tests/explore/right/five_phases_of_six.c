/* verdict: clean
   what: six threads, five phases, a barrier after each */
#include <assert.h>
#include <pthread.h>

#define THREADS 6
#define PHASES  5

static pthread_barrier_t barrier;
static int progress[THREADS];

static void *run(void *arg)
{
    int me = *(int *)arg;
    for (int phase = 0; phase < PHASES; phase++) {
        progress[me]++;
        pthread_barrier_wait(&barrier);
        for (int i = 0; i < THREADS; i++)
            assert(progress[i] == phase + 1);
        pthread_barrier_wait(&barrier);
    }
    return NULL;
}

int main(void)
{
    pthread_t t[THREADS];
    int ids[THREADS];
    pthread_barrier_init(&barrier, NULL, THREADS);
    for (int i = 0; i < THREADS; i++) {
        ids[i] = i;
        pthread_create(&t[i], NULL, run, &ids[i]);
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(t[i], NULL);
    pthread_barrier_destroy(&barrier);
    return 0;
}
