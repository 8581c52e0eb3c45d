/* verdict: livelock
   what: takes one semaphore, tries the other in vain, gives the first back, for ever
   line: 12 13 14 16 */
#include <pthread.h>
#include <semaphore.h>

static sem_t first, second;

static void *take_both(void *arg)
{
    for (;;) {
        sem_wait(&first);
        if (sem_trywait(&second) == 0)
            break;
        sem_post(&first);
    }
    return arg;
}

int main(void)
{
    pthread_t worker;
    sem_init(&first, 0, 1);
    sem_init(&second, 0, 0);
    pthread_create(&worker, NULL, take_both, NULL);
    pthread_join(worker, NULL);
    return 0;
}
