/* verdict: clean
   what: await(n) of an event counter returns once advance was called n times */
#include <assert.h>
#include <pthread.h>

typedef struct event_counter {
    pthread_mutex_t mutex;
    pthread_cond_t moved;
    unsigned long count;
} event_counter_t;

static event_counter_t ec = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0};
static char log_text[8];

static void advance(event_counter_t *e)
{
    pthread_mutex_lock(&e->mutex);
    e->count++;
    pthread_cond_broadcast(&e->moved);
    pthread_mutex_unlock(&e->mutex);
}

static void await(event_counter_t *e, unsigned long n)
{
    pthread_mutex_lock(&e->mutex);
    while (e->count < n)
        pthread_cond_wait(&e->moved, &e->mutex);
    pthread_mutex_unlock(&e->mutex);
}

static void *speak(void *arg)
{
    unsigned long place = (unsigned long)arg;
    await(&ec, place);
    log_text[place] = (char)('a' + place);
    advance(&ec);
    return NULL;
}

int main(void)
{
    pthread_t t[3];
    for (unsigned long i = 0; i < 3; i++)
        pthread_create(&t[i], NULL, speak, (void *)(2 - i));
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    assert(log_text[0] == 'a' && log_text[1] == 'b' && log_text[2] == 'c');
    return 0;
}
