/* verdict: clean
   what: each thread makes an error of its own and finds its own errno */
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <unistd.h>

static sem_t empty;

static void *bad_descriptor(void *arg)
{
    int result = close(-1);
    sched_yield();
    assert(result == -1 && errno == EBADF);
    return arg;
}

static void *empty_semaphore(void *arg)
{
    int result = sem_trywait(&empty);
    sched_yield();
    assert(result == -1 && errno == EAGAIN);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    sem_init(&empty, 0, 0);
    errno = 0;
    pthread_create(&a, NULL, bad_descriptor, NULL);
    pthread_create(&b, NULL, empty_semaphore, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    assert(errno == 0);
    sem_destroy(&empty);
    return 0;
}
