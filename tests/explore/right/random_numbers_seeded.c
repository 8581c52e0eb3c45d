/* verdict: clean
   what: rand_r with a seed of its own in each thread */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static unsigned inside_circle, total;

static void *throw_darts(void *arg)
{
    unsigned seed = *(unsigned *)arg, hits = 0;
    for (int i = 0; i < 20; i++) {
        double x = rand_r(&seed) / (double)RAND_MAX;
        double y = rand_r(&seed) / (double)RAND_MAX;
        hits += x * x + y * y <= 1.0;
    }
    pthread_mutex_lock(&m);
    inside_circle += hits;
    total += 20;
    pthread_mutex_unlock(&m);
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    unsigned seeds[] = {7, 8};
    pthread_create(&a, NULL, throw_darts, &seeds[0]);
    pthread_create(&b, NULL, throw_darts, &seeds[1]);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    assert(total == 40 && inside_circle <= total);
    return 0;
}
