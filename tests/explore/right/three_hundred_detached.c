/* verdict: clean
   what: three hundred detached threads, one after the other; a semaphore tells that one is done */
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

static sem_t done;

static void *work(void *arg)
{
    sem_post(&done);
    return arg;
}

int main(void)
{
    sem_init(&done, 0, 0);
    for (int i = 0; i < 300; i++) {
        pthread_t worker;
        if (pthread_create(&worker, NULL, work, NULL) != 0)
            abort();
        pthread_detach(worker);
        sem_wait(&done);
    }
    return 0;
}
