/* verdict: deadlock
   what: one branch returns without the sem_post
   line: 13 */
#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>

static sem_t lock;
static bool taken;

static bool claim(void)
{
    sem_wait(&lock);
    if (taken)
        return false;
    taken = true;
    sem_post(&lock);
    return true;
}

static void *try_it(void *arg)
{
    *(bool *)arg = claim();
    return NULL;
}

int main(void)
{
    pthread_t t[3];
    bool got[3];
    sem_init(&lock, 0, 1);
    for (int i = 0; i < 3; i++)
        pthread_create(&t[i], NULL, try_it, &got[i]);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    return got[0] + got[1] + got[2] == 1 ? 0 : 1;
}
