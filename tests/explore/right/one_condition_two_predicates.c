/* verdict: clean
   what: producers and consumers share one condition, and everybody is woken each time */
#include <assert.h>
#include <pthread.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int slot; /* 0: empty */

static void *produce(void *arg)
{
    pthread_mutex_lock(&m);
    while (slot != 0)
        pthread_cond_wait(&changed, &m);
    slot = *(int *)arg;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&m);
    return NULL;
}

static void *consume(void *arg)
{
    pthread_mutex_lock(&m);
    while (slot == 0)
        pthread_cond_wait(&changed, &m);
    *(int *)arg = slot;
    slot = 0;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&m);
    return NULL;
}

int main(void)
{
    pthread_t p[2], c[2];
    int in[2] = {3, 4}, out[2];
    for (int i = 0; i < 2; i++) {
        pthread_create(&p[i], NULL, produce, &in[i]);
        pthread_create(&c[i], NULL, consume, &out[i]);
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(p[i], NULL);
        pthread_join(c[i], NULL);
    }
    assert(out[0] + out[1] == 7);
    return 0;
}
