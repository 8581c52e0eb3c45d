/* verdict: deadlock
   what: a function that holds the semaphore calls one that takes it too
   line: 12 */
#include <pthread.h>
#include <semaphore.h>

static sem_t guard;
static int log_lines, errors;

static void log_line(void)
{
    sem_wait(&guard);
    log_lines++;
    sem_post(&guard);
}

static void *fail(void *arg)
{
    sem_wait(&guard);
    errors++;
    if (errors == 2)
        log_line();
    sem_post(&guard);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    sem_init(&guard, 0, 1);
    pthread_create(&a, NULL, fail, NULL);
    pthread_create(&b, NULL, fail, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    sem_destroy(&guard);
    return 0;
}
