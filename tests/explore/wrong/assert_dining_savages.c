/* verdict: assertion
   what: savages wake the cook, but two of them see the empty pot
   line: 19 */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>

#define SERVINGS 2

static sem_t empty_pot, full_pot;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int servings;

static void *cook(void *arg)
{
    for (int i = 0; i < 2; i++) {
        sem_wait(&empty_pot);
        pthread_mutex_lock(&m);
        assert(servings == 0);
        servings = SERVINGS;
        pthread_mutex_unlock(&m);
        sem_post(&full_pot);
    }
    return arg;
}

static void *savage(void *arg)
{
    pthread_mutex_lock(&m);
    int empty = servings == 0;
    pthread_mutex_unlock(&m);
    if (empty) {
        sem_post(&empty_pot);
        sem_wait(&full_pot);
    }
    pthread_mutex_lock(&m);
    servings--;
    pthread_mutex_unlock(&m);
    return arg;
}

int main(void)
{
    pthread_t c, s[2];
    sem_init(&empty_pot, 0, 0);
    sem_init(&full_pot, 0, 0);
    pthread_create(&c, NULL, cook, NULL);
    pthread_detach(c);
    for (int i = 0; i < 2; i++)
        pthread_create(&s[i], NULL, savage, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(s[i], NULL);
    return 0;
}
