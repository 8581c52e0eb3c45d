/* verdict: race
   what: only when the trylock fails is the counter of misses changed, without a lock
   line: 17
   word: misses */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int hits, misses;

static void *probe(void *arg)
{
    if (pthread_mutex_trylock(&lock) == 0) {
        hits++;
        pthread_mutex_unlock(&lock);
    } else {
        misses++;
    }
    return arg;
}

int main(void)
{
    pthread_t t[3];
    for (int i = 0; i < 3; i++)
        pthread_create(&t[i], NULL, probe, NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    printf("%d hits, %d misses\n", hits, misses);
    return 0;
}
