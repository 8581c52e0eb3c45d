/* verdict: clean
   what: an array of objects on the heap, each with its mutex, made and unmade by main */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

typedef struct {
    pthread_mutex_t mutex;
    unsigned count;
} counter_t;

static counter_t *counters;

static void *run(void *arg)
{
    unsigned seed = *(unsigned *)arg;
    for (int i = 0; i < 3; i++) {
        seed = seed * 1103515245u + 12345u;
        counter_t *c = &counters[seed / 65536 % 2];
        pthread_mutex_lock(&c->mutex);
        c->count++;
        pthread_mutex_unlock(&c->mutex);
    }
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    unsigned seeds[2] = {1, 2};
    counters = malloc(2 * sizeof *counters);
    for (int i = 0; i < 2; i++) {
        pthread_mutex_init(&counters[i].mutex, NULL);
        counters[i].count = 0;
    }
    pthread_create(&a, NULL, run, &seeds[0]);
    pthread_create(&b, NULL, run, &seeds[1]);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    assert(counters[0].count + counters[1].count == 6);
    for (int i = 0; i < 2; i++)
        pthread_mutex_destroy(&counters[i].mutex);
    free(counters);
    return 0;
}
