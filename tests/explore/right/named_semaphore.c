/* verdict: clean
   what: a named semaphore as a lock, unlinked before and after */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>

#define NAME "/counter"

static sem_t *guard;
static int count;

static void *add(void *arg)
{
    for (int i = 0; i < 2; i++) {
        sem_wait(guard);
        count++;
        sem_post(guard);
    }
    return arg;
}

int main(void)
{
    pthread_t a, b;
    sem_unlink(NAME);
    guard = sem_open(NAME, O_CREAT | O_EXCL, 0600, 1);
    assert(guard != SEM_FAILED);
    assert(sem_open(NAME, O_CREAT | O_EXCL, 0600, 1) == SEM_FAILED && errno == EEXIST);
    assert(sem_open(NAME, 0) == guard);
    pthread_create(&a, NULL, add, NULL);
    pthread_create(&b, NULL, add, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    assert(count == 4);
    sem_close(guard);
    sem_unlink(NAME);
    return 0;
}
