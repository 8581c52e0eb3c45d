/* verdict: deadlock
   what: an atomic flag is set and signalled without the mutex, between the waiter's
     test and its sleep
   line: 15 25 */
#include <pthread.h>
#include <stdatomic.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t c = PTHREAD_COND_INITIALIZER;
static atomic_bool stop;

static void *stopper(void *arg)
{
    atomic_store(&stop, 1);
    pthread_cond_signal(&c);
    return arg;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, stopper, NULL);
    pthread_mutex_lock(&m);
    while (!atomic_load(&stop))
        pthread_cond_wait(&c, &m);
    pthread_mutex_unlock(&m);
    pthread_join(t, NULL);
    return 0;
}
