/* verdict: deadlock
   what: all workers of a pool wait for jobs which only a free worker could do
   line: 26 34 53 */
#include <pthread.h>
#include <semaphore.h>

#define WORKERS 2

static sem_t jobs, done;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int kinds[8], put, got;

enum { OUTER, INNER, QUIT };

static void submit(int kind)
{
    pthread_mutex_lock(&m);
    kinds[put++] = kind;
    pthread_mutex_unlock(&m);
    sem_post(&jobs);
}

static void *worker(void *arg)
{
    for (;;) {
        sem_wait(&jobs);
        pthread_mutex_lock(&m);
        int kind = kinds[got++];
        pthread_mutex_unlock(&m);
        if (kind == QUIT)
            return arg;
        if (kind == OUTER) {
            submit(INNER);
            sem_wait(&done);
        } else {
            sem_post(&done);
        }
    }
}

int main(void)
{
    pthread_t t[WORKERS];
    sem_init(&jobs, 0, 0);
    sem_init(&done, 0, 0);
    for (int i = 0; i < WORKERS; i++)
        pthread_create(&t[i], NULL, worker, NULL);
    submit(OUTER);
    submit(OUTER);
    for (int i = 0; i < WORKERS; i++)
        submit(QUIT);
    for (int i = 0; i < WORKERS; i++)
        pthread_join(t[i], NULL);
    return 0;
}
