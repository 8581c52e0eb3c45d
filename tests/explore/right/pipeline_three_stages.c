/* verdict: clean
   what: a pipeline of three stages over one-place channels, ended by a zero */
#include <assert.h>
#include <pthread.h>
#include <stdbool.h>

typedef struct {
    pthread_mutex_t m;
    pthread_cond_t c;
    bool full;
    int value;
} Channel;

#define CHANNEL                                                                          \
    {                                                                                    \
        .m = PTHREAD_MUTEX_INITIALIZER, .c = PTHREAD_COND_INITIALIZER                    \
    }

static Channel first = CHANNEL, second = CHANNEL;

static void send(Channel *ch, int value)
{
    pthread_mutex_lock(&ch->m);
    while (ch->full)
        pthread_cond_wait(&ch->c, &ch->m);
    ch->value = value;
    ch->full = true;
    pthread_cond_broadcast(&ch->c);
    pthread_mutex_unlock(&ch->m);
}

static int receive(Channel *ch)
{
    pthread_mutex_lock(&ch->m);
    while (!ch->full)
        pthread_cond_wait(&ch->c, &ch->m);
    int value = ch->value;
    ch->full = false;
    pthread_cond_broadcast(&ch->c);
    pthread_mutex_unlock(&ch->m);
    return value;
}

static void *doubles(void *arg)
{
    int value;
    do {
        value = receive(&first);
        send(&second, 2 * value);
    } while (value != 0);
    return arg;
}

static void *sums(void *arg)
{
    int value;
    while ((value = receive(&second)) != 0)
        *(int *)arg += value;
    return NULL;
}

int main(void)
{
    pthread_t d, s;
    int sum = 0;
    pthread_create(&d, NULL, doubles, NULL);
    pthread_create(&s, NULL, sums, &sum);
    send(&first, 3);
    send(&first, 4);
    send(&first, 0);
    pthread_join(d, NULL);
    pthread_join(s, NULL);
    assert(sum == 14);
    return 0;
}
