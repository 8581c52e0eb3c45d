/* verdict: misuse
   what: main destroys the mutex while the worker may be inside
   line: 27 */
#include <pthread.h>
#include <semaphore.h>

static pthread_mutex_t m;
static sem_t almost;
static int n;

static void *worker(void *arg)
{
    pthread_mutex_lock(&m);
    n++;
    sem_post(&almost);
    pthread_mutex_unlock(&m);
    return arg;
}

int main(void)
{
    pthread_t t;
    pthread_mutex_init(&m, NULL);
    sem_init(&almost, 0, 0);
    pthread_create(&t, NULL, worker, NULL);
    sem_wait(&almost);
    pthread_mutex_destroy(&m);
    pthread_join(t, NULL);
    return 0;
}
