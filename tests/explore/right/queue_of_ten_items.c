/* verdict: clean
   what: three threads share a bounded queue that carries ten items and an end mark for
     each */
#include <assert.h>
#include <pthread.h>
#include <string.h>

#define SIZE 3
#define END  -1

typedef struct {
    int slots[SIZE];
    int length;
    pthread_mutex_t lock;
    pthread_cond_t changed;
} queue_t;

static queue_t queue = {.lock = PTHREAD_MUTEX_INITIALIZER,
                        .changed = PTHREAD_COND_INITIALIZER};
static int eaten[2];

static void put(queue_t *q, int item)
{
    pthread_mutex_lock(&q->lock);
    while (q->length == SIZE)
        pthread_cond_wait(&q->changed, &q->lock);
    q->slots[q->length++] = item;
    pthread_cond_broadcast(&q->changed);
    pthread_mutex_unlock(&q->lock);
}

static int get(queue_t *q)
{
    pthread_mutex_lock(&q->lock);
    while (q->length == 0)
        pthread_cond_wait(&q->changed, &q->lock);
    int item = q->slots[0];
    memmove(q->slots, q->slots + 1, sizeof q->slots - sizeof q->slots[0]);
    q->length--;
    pthread_cond_broadcast(&q->changed);
    pthread_mutex_unlock(&q->lock);
    return item;
}

static void *eat(void *arg)
{
    int item;
    while ((item = get(&queue)) != END)
        *(int *)arg += item;
    return NULL;
}

int main(void)
{
    pthread_t t[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&t[i], NULL, eat, &eaten[i]);
    for (int i = 1; i <= 10; i++)
        put(&queue, i);
    for (int i = 0; i < 2; i++)
        put(&queue, END);
    for (int i = 0; i < 2; i++)
        pthread_join(t[i], NULL);
    assert(eaten[0] + eaten[1] == 55);
    return 0;
}
