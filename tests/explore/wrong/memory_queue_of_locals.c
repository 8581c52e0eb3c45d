/* verdict: memory
   what: the producer queues the address of a local variable and ends
   line: 25 */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

static int *queue[2];
static sem_t filled;

static void *producer(void *p)
{
    int item = 11;
    queue[0] = &item;
    sem_post(&filled);
    return p;
}

int main(void)
{
    pthread_t t;
    sem_init(&filled, 0, 0);
    pthread_create(&t, NULL, producer, NULL);
    sem_wait(&filled);
    printf("%d\n", *queue[0]);
    pthread_join(t, NULL);
    return 0;
}
