/* verdict: assertion
   what: woken for an item that somebody who never waited took in between
   line: 22 */
#include <assert.h>
#include <pthread.h>

struct shop {
    pthread_mutex_t door;
    pthread_cond_t delivered;
    int loaves;
};

static struct shop shop = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0};

static void *patient(void *arg)
{
    struct shop *s = arg;
    pthread_mutex_lock(&s->door);
    if (s->loaves == 0)
        pthread_cond_wait(&s->delivered, &s->door);
    s->loaves--;
    assert(s->loaves >= 0);
    pthread_mutex_unlock(&s->door);
    return NULL;
}

static void *hasty(void *arg)
{
    struct shop *s = arg;
    pthread_mutex_lock(&s->door);
    if (s->loaves > 0)
        s->loaves--;
    pthread_mutex_unlock(&s->door);
    return NULL;
}

static void *baker(void *arg)
{
    struct shop *s = arg;
    pthread_mutex_lock(&s->door);
    s->loaves++;
    pthread_cond_broadcast(&s->delivered);
    pthread_mutex_unlock(&s->door);
    return NULL;
}

int main(void)
{
    void *(*people[3])(void *) = {patient, hasty, baker};
    pthread_t t[3];
    for (int i = 0; i < 3; i++)
        pthread_create(&t[i], NULL, people[i], &shop);
    pthread_join(t[2], NULL);
    pthread_join(t[1], NULL);
    baker(&shop);
    pthread_join(t[0], NULL);
    return 0;
}
