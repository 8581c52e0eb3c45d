/* verdict: clean
   what: sem_trywait and sem_timedwait with errno looked at */
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <time.h>

static sem_t tickets;

static void *buyer(void *arg)
{
    int *bought = arg;
    struct timespec until;

    if (sem_trywait(&tickets) == 0) {
        (*bought)++;
        return NULL;
    }
    assert(errno == EAGAIN);
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 1;
    if (sem_timedwait(&tickets, &until) == 0)
        (*bought)++;
    else
        assert(errno == ETIMEDOUT);
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    int bought[2] = {0, 0};
    sem_init(&tickets, 0, 1);
    pthread_create(&a, NULL, buyer, &bought[0]);
    pthread_create(&b, NULL, buyer, &bought[1]);
    sem_post(&tickets);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    assert(bought[0] + bought[1] >= 1 && bought[0] + bought[1] <= 2);
    sem_destroy(&tickets);
    return 0;
}
