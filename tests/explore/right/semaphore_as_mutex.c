/* verdict: clean
   what: a semaphore with the value one guards a string */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>
#include <string.h>

static sem_t guard;
static char text[16];

static void *append(void *arg)
{
    sem_wait(&guard);
    strcat(text, arg);
    sem_post(&guard);
    return NULL;
}

int main(void)
{
    pthread_t t[3];
    const char *letters[3] = {"a", "b", "c"};
    sem_init(&guard, 0, 1);
    for (int i = 0; i < 3; i++)
        pthread_create(&t[i], NULL, append, (void *)letters[i]);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    assert(strlen(text) == 3);
    sem_destroy(&guard);
    return 0;
}
