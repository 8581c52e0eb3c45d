/* verdict: deadlock
   what: a put signals only when the queue was empty, so the second item wakes nobody
   line: 14 24 */
#include <pthread.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t filled = PTHREAD_COND_INITIALIZER;
static int items;

static void *getter(void *arg)
{
    pthread_mutex_lock(&m);
    while (items == 0)
        pthread_cond_wait(&filled, &m);
    items--;
    pthread_mutex_unlock(&m);
    return arg;
}

static void put(void)
{
    pthread_mutex_lock(&m);
    if (items++ == 0)
        pthread_cond_signal(&filled);
    pthread_mutex_unlock(&m);
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, getter, NULL);
    pthread_create(&b, NULL, getter, NULL);
    put();
    put();
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
