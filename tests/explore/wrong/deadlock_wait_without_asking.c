/* verdict: deadlock
   what: the waiter doesn't ask whether the event has happened already
   line: 26 */
#include <pthread.h>
#include <stdbool.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t c = PTHREAD_COND_INITIALIZER;
static bool ready;

static void *prepare(void *arg)
{
    pthread_mutex_lock(&m);
    ready = true;
    pthread_cond_broadcast(&c);
    pthread_mutex_unlock(&m);
    return arg;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, prepare, NULL);
    pthread_mutex_lock(&m);
    do
        pthread_cond_wait(&c, &m);
    while (!ready);
    pthread_mutex_unlock(&m);
    pthread_join(t, NULL);
    return 0;
}
