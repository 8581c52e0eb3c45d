/* verdict: deadlock
   what: a consumer that is cancelled in its wait keeps the lock, for it has no clean-up handler
   line: 18 31 */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t filled = PTHREAD_COND_INITIALIZER;
static int items;

static void *consume(void *arg)
{
    pthread_mutex_lock(&lock);
    for (;;) {
        while (items == 0)
            /* The wait takes the lock again before the thread ends,
               and nobody gives it back. */
            pthread_cond_wait(&filled, &lock);
        items--;
    }
    return arg;
}

int main(void)
{
    pthread_t consumer;
    pthread_create(&consumer, NULL, consume, NULL);
    pthread_cancel(consumer);
    pthread_join(consumer, NULL);

    pthread_mutex_lock(&lock);
    printf("%d left\n", items);
    pthread_mutex_unlock(&lock);
    return 0;
}
