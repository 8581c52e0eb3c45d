/* verdict: clean
   what: a counting semaphore lets two of three threads inside at a time */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>

static sem_t seats;
static atomic_int inside;

static void *visitor(void *arg)
{
    sem_wait(&seats);
    int now = atomic_fetch_add(&inside, 1) + 1;
    assert(now <= 2);
    atomic_fetch_sub(&inside, 1);
    sem_post(&seats);
    return arg;
}

int main(void)
{
    pthread_t t[3];
    sem_init(&seats, 0, 2);
    for (int i = 0; i < 3; i++)
        pthread_create(&t[i], NULL, visitor, NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    int value;
    sem_getvalue(&seats, &value);
    assert(value == 2);
    sem_destroy(&seats);
    return 0;
}
