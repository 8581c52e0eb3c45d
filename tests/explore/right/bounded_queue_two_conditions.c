/* verdict: clean
   what: the bounded queue of the textbook, two producers and two consumers */
#include <assert.h>
#include <pthread.h>

#define CAPACITY 2
#define EACH     2

typedef struct {
    int items[CAPACITY];
    int head, count;
    pthread_mutex_t mutex;
    pthread_cond_t not_empty, not_full;
} Queue;

static Queue q = {.mutex = PTHREAD_MUTEX_INITIALIZER,
                  .not_empty = PTHREAD_COND_INITIALIZER,
                  .not_full = PTHREAD_COND_INITIALIZER};
static int sums[2];

static void put(int item)
{
    pthread_mutex_lock(&q.mutex);
    while (q.count == CAPACITY)
        pthread_cond_wait(&q.not_full, &q.mutex);
    q.items[(q.head + q.count++) % CAPACITY] = item;
    pthread_cond_signal(&q.not_empty);
    pthread_mutex_unlock(&q.mutex);
}

static int get(void)
{
    pthread_mutex_lock(&q.mutex);
    while (q.count == 0)
        pthread_cond_wait(&q.not_empty, &q.mutex);
    int item = q.items[q.head];
    q.head = (q.head + 1) % CAPACITY;
    q.count--;
    pthread_cond_signal(&q.not_full);
    pthread_mutex_unlock(&q.mutex);
    return item;
}

static void *produce(void *arg)
{
    for (int i = 0; i < EACH; i++)
        put(*(int *)arg + i);
    return NULL;
}

static void *consume(void *arg)
{
    for (int i = 0; i < EACH; i++)
        *(int *)arg += get();
    return NULL;
}

int main(void)
{
    pthread_t t[4];
    int bases[2] = {10, 20};
    for (int i = 0; i < 2; i++) {
        pthread_create(&t[i], NULL, produce, &bases[i]);
        pthread_create(&t[2 + i], NULL, consume, &sums[i]);
    }
    for (int i = 0; i < 4; i++)
        pthread_join(t[i], NULL);
    assert(sums[0] + sums[1] == 62 && q.count == 0);
    return 0;
}
