/* verdict: misuse
   what: a thread joins all threads of a table, itself among them
   line: 13 */
#include <pthread.h>
#include <semaphore.h>

static pthread_t table[1];
static sem_t entered;

static void *reaper(void *arg)
{
    sem_wait(&entered);
    pthread_join(table[0], NULL);
    return arg;
}

int main(void)
{
    pthread_t t;
    sem_init(&entered, 0, 0);
    pthread_create(&t, NULL, reaper, NULL);
    table[0] = t;
    sem_post(&entered);
    pthread_exit(NULL);
}
