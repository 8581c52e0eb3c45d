/* verdict: livelock
   what: a semaphore is polled with sem_trywait, and the one post was for somebody else
   line: 12 13 */
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>

static sem_t tokens;

static void *poller(void *arg)
{
    while (sem_trywait(&tokens) != 0)
        sched_yield();
    return arg;
}

int main(void)
{
    pthread_t a, b;
    sem_init(&tokens, 0, 1);
    pthread_create(&a, NULL, poller, NULL);
    pthread_create(&b, NULL, poller, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    sem_destroy(&tokens);
    return 0;
}
