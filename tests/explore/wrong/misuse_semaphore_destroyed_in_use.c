/* verdict: misuse
   what: the semaphore is destroyed while a detached thread waits on it
   line: 27 */
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

static sem_t work, started;

static void *worker(void *arg)
{
    sem_post(&started);
    for (;;)
        sem_wait(&work);
    return arg;
}

int main(void)
{
    pthread_t t;
    sem_init(&work, 0, 0);
    sem_init(&started, 0, 0);
    pthread_create(&t, NULL, worker, NULL);
    pthread_detach(t);
    sem_post(&work);
    sem_wait(&started);
    sem_destroy(&work);
    exit(0);
}
