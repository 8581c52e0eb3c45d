/* verdict: deadlock
   what: the producer takes the mutex before it waits for room
   line: 14 26 */
#include <pthread.h>
#include <semaphore.h>

static sem_t mutex, room, filled;
static int slot;

static void *producer(void *arg)
{
    for (int i = 0; i < 2; i++) {
        sem_wait(&mutex);
        sem_wait(&room);
        slot = i;
        sem_post(&filled);
        sem_post(&mutex);
    }
    return arg;
}

static void *consumer(void *arg)
{
    for (int i = 0; i < 2; i++) {
        sem_wait(&filled);
        sem_wait(&mutex);
        *(int *)arg += slot;
        sem_post(&mutex);
        sem_post(&room);
    }
    return NULL;
}

int main(void)
{
    pthread_t p, c;
    int sum = 0;
    sem_init(&mutex, 0, 1);
    sem_init(&room, 0, 1);
    sem_init(&filled, 0, 0);
    pthread_create(&p, NULL, producer, NULL);
    pthread_create(&c, NULL, consumer, &sum);
    pthread_join(p, NULL);
    pthread_join(c, NULL);
    return sum == 1 ? 0 : 1;
}
