/* verdict: race
   what: the semaphore that should exclude starts with the value two
   line: 14 */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

static sem_t mutex;
static long sum;

static void *add(void *arg)
{
    sem_wait(&mutex);
    sum += (long)arg;
    sem_post(&mutex);
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    sem_init(&mutex, 0, 2);
    pthread_create(&a, NULL, add, (void *)1L);
    pthread_create(&b, NULL, add, (void *)2L);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    printf("%ld\n", sum);
    sem_destroy(&mutex);
    return 0;
}
