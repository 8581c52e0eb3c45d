/* verdict: deadlock
   what: a reader waits inside for what the writer would do, who can't get in
   line: 15 22 */
#include <pthread.h>
#include <semaphore.h>

static pthread_rwlock_t rw = PTHREAD_RWLOCK_INITIALIZER;
static sem_t updated;
static int data;

static void *reader(void *arg)
{
    pthread_rwlock_rdlock(&rw);
    if (data == 0)
        sem_wait(&updated);
    pthread_rwlock_unlock(&rw);
    return arg;
}

static void *writer(void *arg)
{
    pthread_rwlock_wrlock(&rw);
    data = 1;
    pthread_rwlock_unlock(&rw);
    sem_post(&updated);
    return arg;
}

int main(void)
{
    pthread_t r, w;
    sem_init(&updated, 0, 0);
    pthread_create(&r, NULL, reader, NULL);
    pthread_create(&w, NULL, writer, NULL);
    pthread_join(r, NULL);
    pthread_join(w, NULL);
    return 0;
}
