/* verdict: clean
   what: detached workers, main waits on a semaphore for each of them */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>

#define WORKERS 3

static sem_t finished;
static int results[WORKERS];

static void *worker(void *arg)
{
    int *place = arg;
    *place = 7;
    sem_post(&finished);
    return NULL;
}

int main(void)
{
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    sem_init(&finished, 0, 0);
    for (int i = 0; i < WORKERS; i++) {
        pthread_t thread;
        int error = pthread_create(&thread, &attributes, worker, &results[i]);
        assert(error == 0);
    }
    pthread_attr_destroy(&attributes);
    for (int i = 0; i < WORKERS; i++)
        sem_wait(&finished);
    assert(results[0] + results[1] + results[2] == 21);
    return 0;
}
