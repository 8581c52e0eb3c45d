/* verdict: deadlock
   what: the waiter seats as many philosophers as there are forks
   line: 17 */
#include <pthread.h>
#include <semaphore.h>

enum { N = 3 };

static sem_t seats;
static pthread_mutex_t forks[N];

static void *dine(void *arg)
{
    int me = *(int *)arg;
    sem_wait(&seats);
    pthread_mutex_lock(&forks[me]);
    pthread_mutex_lock(&forks[(me + 1) % N]);
    pthread_mutex_unlock(&forks[(me + 1) % N]);
    pthread_mutex_unlock(&forks[me]);
    sem_post(&seats);
    return NULL;
}

int main(void)
{
    pthread_t t[N];
    int ids[N];
    sem_init(&seats, 0, N);
    for (int i = 0; i < N; i++) {
        ids[i] = i;
        pthread_mutex_init(&forks[i], NULL);
    }
    for (int i = 0; i < N; i++)
        pthread_create(&t[i], NULL, dine, &ids[i]);
    for (int i = 0; i < N; i++)
        pthread_join(t[i], NULL);
    return 0;
}
