/* verdict: misuse
   what: the rwlock is destroyed while a reader is inside
   line: 25 */
#include <pthread.h>
#include <semaphore.h>

static pthread_rwlock_t rw;
static sem_t inside;

static void *reader(void *arg)
{
    pthread_rwlock_rdlock(&rw);
    sem_post(&inside);
    pthread_rwlock_unlock(&rw);
    return arg;
}

int main(void)
{
    pthread_t t;
    pthread_rwlock_init(&rw, NULL);
    sem_init(&inside, 0, 0);
    pthread_create(&t, NULL, reader, NULL);
    sem_wait(&inside);
    pthread_rwlock_destroy(&rw);
    pthread_join(t, NULL);
    sem_destroy(&inside);
    return 0;
}
