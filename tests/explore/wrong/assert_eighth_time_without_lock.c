/* verdict: assertion
   what: four threads count to ten each; one takes no lock in its eighth turn
   line: 36
   also: race */
#include <assert.h>
#include <pthread.h>
#include <stdbool.h>

#define THREADS 4
#define TURNS   10

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int total;

static void *run(void *arg)
{
    int me = (int)(long)arg;
    for (int i = 0; i < TURNS; i++) {
        bool careless = me == 2 && i == 7;
        if (!careless)
            pthread_mutex_lock(&m);
        total++;
        if (!careless)
            pthread_mutex_unlock(&m);
    }
    return NULL;
}

int main(void)
{
    pthread_t t[THREADS];
    for (long i = 0; i < THREADS; i++)
        pthread_create(&t[i], NULL, run, (void *)i);
    for (int i = 0; i < THREADS; i++)
        pthread_join(t[i], NULL);
    assert(total == THREADS * TURNS);
    return 0;
}
