/* verdict: clean
   what: dining philosophers with a waiter who seats one fewer than there are forks */
#include <pthread.h>
#include <semaphore.h>

#define SEATS 3

static pthread_mutex_t fork_lock[SEATS];
static sem_t waiter;

static void *philosopher(void *arg)
{
    long me = (long)arg;
    sem_wait(&waiter);
    pthread_mutex_lock(&fork_lock[me]);
    pthread_mutex_lock(&fork_lock[(me + 1) % SEATS]);
    /* eats */
    pthread_mutex_unlock(&fork_lock[me]);
    pthread_mutex_unlock(&fork_lock[(me + 1) % SEATS]);
    sem_post(&waiter);
    return NULL;
}

int main(void)
{
    pthread_t t[SEATS];
    long i;
    sem_init(&waiter, 0, SEATS - 1);
    for (i = 0; i < SEATS; i++)
        pthread_mutex_init(&fork_lock[i], NULL);
    for (i = 0; i < SEATS; i++)
        pthread_create(&t[i], NULL, philosopher, (void *)i);
    for (i = 0; i < SEATS; i++)
        pthread_join(t[i], NULL);
    for (i = 0; i < SEATS; i++)
        pthread_mutex_destroy(&fork_lock[i]);
    sem_destroy(&waiter);
    return 0;
}
