/* verdict: deadlock
   what: a consumer that gets a bad item ends, and the producer waits for room for ever
   line: 28 */
#include <pthread.h>
#include <semaphore.h>

static sem_t room, filled;
static int ring[2];

static void *consumer(void *arg)
{
    for (int i = 0;; i++) {
        sem_wait(&filled);
        if (ring[i % 2] == 13)
            return arg;
        sem_post(&room);
    }
}

int main(void)
{
    pthread_t t;
    static const int items[5] = {1, 13, 2, 3, 4};
    sem_init(&room, 0, 2);
    sem_init(&filled, 0, 0);
    pthread_create(&t, NULL, consumer, NULL);
    for (int i = 0; i < 5; i++) {
        sem_wait(&room);
        ring[i % 2] = items[i];
        sem_post(&filled);
    }
    pthread_join(t, NULL);
    return 0;
}
