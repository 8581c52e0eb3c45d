/* verdict: clean
   what: everything is volatile, and everything is locked as well */
#include <assert.h>
#include <pthread.h>

static pthread_mutex_t big_lock;
static volatile int hits = 0;
static volatile struct {
    int min;
    int max;
} range = {1000, -1000};

static void *measure(void *arg)
{
    volatile int value = (int)(long)arg;
    pthread_mutex_lock(&big_lock);
    hits = hits + 1;
    pthread_mutex_unlock(&big_lock);
    pthread_mutex_lock(&big_lock);
    if (value < range.min)
        range.min = value;
    if (value > range.max)
        range.max = value;
    pthread_mutex_unlock(&big_lock);
    return NULL;
}

int main(void)
{
    pthread_t t[3];
    pthread_mutex_init(&big_lock, NULL);
    for (long i = 0; i < 3; i++)
        pthread_create(&t[i], NULL, measure, (void *)(10 * i));
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    assert(hits == 3 && range.min == 0 && range.max == 20);
    pthread_mutex_destroy(&big_lock);
    return 0;
}
