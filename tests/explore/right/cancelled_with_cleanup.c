/* verdict: clean
   what: a waiting consumer is cancelled, and its clean-up handler gives the lock back */
#include <assert.h>
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t filled = PTHREAD_COND_INITIALIZER;
static int items;

static void unlock(void *mutex)
{
    pthread_mutex_unlock(mutex);
}

static void *consume(void *arg)
{
    pthread_mutex_lock(&lock);
    pthread_cleanup_push(unlock, &lock);
    for (;;) {
        while (items == 0)
            pthread_cond_wait(&filled, &lock);
        items--;
    }
    pthread_cleanup_pop(1);
    return arg;
}

int main(void)
{
    pthread_t consumer;
    void *result;
    pthread_create(&consumer, NULL, consume, NULL);
    pthread_mutex_lock(&lock);
    items++;
    pthread_cond_signal(&filled);
    pthread_mutex_unlock(&lock);
    pthread_cancel(consumer);
    pthread_join(consumer, &result);
    assert(result == PTHREAD_CANCELED);
    pthread_mutex_lock(&lock);
    assert(items == 0 || items == 1);
    pthread_mutex_unlock(&lock);
    return 0;
}
