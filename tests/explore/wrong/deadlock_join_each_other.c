/* verdict: deadlock
   what: two threads join each other
   line: 13 20 */
#include <pthread.h>
#include <semaphore.h>

static pthread_t a, b;
static sem_t known;

static void *first(void *arg)
{
    sem_wait(&known);
    pthread_join(b, NULL);
    return arg;
}

static void *second(void *arg)
{
    sem_wait(&known);
    pthread_join(a, NULL);
    return arg;
}

int main(void)
{
    sem_init(&known, 0, 0);
    pthread_create(&a, NULL, first, NULL);
    pthread_create(&b, NULL, second, NULL);
    sem_post(&known);
    sem_post(&known);
    pthread_exit(NULL);
}
