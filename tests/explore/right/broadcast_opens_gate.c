/* verdict: clean
   what: a gate that lets all waiting threads pass at once */
#include <assert.h>
#include <pthread.h>

enum { RUNNERS = 3 };

static struct {
    pthread_mutex_t mutex;
    pthread_cond_t opened;
    int open;
    int passed;
} gate = {.mutex = PTHREAD_MUTEX_INITIALIZER, .opened = PTHREAD_COND_INITIALIZER};

static void *runner(void *unused)
{
    pthread_mutex_lock(&gate.mutex);
    while (!gate.open)
        pthread_cond_wait(&gate.opened, &gate.mutex);
    gate.passed++;
    pthread_mutex_unlock(&gate.mutex);
    return unused;
}

int main(void)
{
    pthread_t runners[RUNNERS];
    for (int i = 0; i < RUNNERS; i++)
        pthread_create(&runners[i], NULL, runner, NULL);
    pthread_mutex_lock(&gate.mutex);
    gate.open = 1;
    pthread_cond_broadcast(&gate.opened);
    pthread_mutex_unlock(&gate.mutex);
    for (int i = 0; i < RUNNERS; i++)
        pthread_join(runners[i], NULL);
    assert(gate.passed == RUNNERS);
    return 0;
}
