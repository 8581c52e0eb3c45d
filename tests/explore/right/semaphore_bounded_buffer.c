/* verdict: clean
   what: a bounded buffer of three semaphores */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>

#define SLOTS 2
#define ITEMS 3

static int buffer[SLOTS];
static int in, out;
static sem_t mutex, empty, full;

static void *producer(void *arg)
{
    for (int i = 1; i <= ITEMS; i++) {
        sem_wait(&empty);
        sem_wait(&mutex);
        buffer[in] = i;
        in = (in + 1) % SLOTS;
        sem_post(&mutex);
        sem_post(&full);
    }
    return arg;
}

static void *consumer(void *arg)
{
    int *sum = arg;
    for (int i = 1; i <= ITEMS; i++) {
        sem_wait(&full);
        sem_wait(&mutex);
        assert(buffer[out] == i);
        *sum += buffer[out];
        out = (out + 1) % SLOTS;
        sem_post(&mutex);
        sem_post(&empty);
    }
    return NULL;
}

int main(void)
{
    pthread_t p, c;
    int sum = 0;
    sem_init(&mutex, 0, 1);
    sem_init(&empty, 0, SLOTS);
    sem_init(&full, 0, 0);
    pthread_create(&c, NULL, consumer, &sum);
    pthread_create(&p, NULL, producer, NULL);
    pthread_join(p, NULL);
    pthread_join(c, NULL);
    assert(sum == 6);
    sem_destroy(&mutex);
    sem_destroy(&empty);
    sem_destroy(&full);
    return 0;
}
