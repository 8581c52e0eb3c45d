/* verdict: deadlock
   what: client and server both have full queues and both put before they get
   line: 22 */
#include <pthread.h>
#include <semaphore.h>

struct channel {
    sem_t room, filled;
    int value;
};

static struct channel requests, replies;

static void channel_init(struct channel *c)
{
    sem_init(&c->room, 0, 1);
    sem_init(&c->filled, 0, 0);
}

static void put(struct channel *c, int value)
{
    sem_wait(&c->room);
    c->value = value;
    sem_post(&c->filled);
}

static int get(struct channel *c)
{
    sem_wait(&c->filled);
    int value = c->value;
    sem_post(&c->room);
    return value;
}

static void *server(void *arg)
{
    for (int i = 0; i < 4; i++)
        put(&replies, get(&requests) + 1);
    return arg;
}

int main(void)
{
    pthread_t t;
    int sum = 0;
    channel_init(&requests);
    channel_init(&replies);
    pthread_create(&t, NULL, server, NULL);
    for (int i = 0; i < 4; i++)
        put(&requests, i);
    for (int i = 0; i < 4; i++)
        sum += get(&replies);
    pthread_join(t, NULL);
    return sum == 10 ? 0 : 1;
}
