/* verdict: deadlock
   what: a named semaphore that begins at 0, as a lock: the first one to come waits for ever
   line: 13 */
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>

static sem_t *guard;
static int count;

static void *add(void *arg)
{
    sem_wait(guard);
    count++;
    sem_post(guard);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    guard = sem_open("/counter", O_CREAT, 0600, 0);
    pthread_create(&a, NULL, add, NULL);
    pthread_create(&b, NULL, add, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    sem_close(guard);
    return 0;
}
