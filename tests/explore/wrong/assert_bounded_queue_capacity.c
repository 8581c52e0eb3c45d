/* verdict: assertion
   what: after a wait with if, a producer writes to a queue that was filled again, by a
     signal for somebody else
   line: 36 */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

typedef struct {
    pthread_mutex_t *mutex;
    pthread_cond_t *not_full, *not_empty;
    int *items;
    int capacity, count;
} bounded_buf_t;

static bounded_buf_t buffer;

static void init(bounded_buf_t *b, int capacity)
{
    b->mutex = malloc(sizeof *b->mutex);
    b->not_full = malloc(sizeof *b->not_full);
    b->not_empty = malloc(sizeof *b->not_empty);
    b->items = calloc((size_t)capacity, sizeof *b->items);
    b->capacity = capacity;
    b->count = 0;
    pthread_mutex_init(b->mutex, NULL);
    pthread_cond_init(b->not_full, NULL);
    pthread_cond_init(b->not_empty, NULL);
}

static void *producer(void *arg)
{
    pthread_mutex_lock(buffer.mutex);
    if (buffer.count == buffer.capacity)
        pthread_cond_wait(buffer.not_full, buffer.mutex);
    assert(buffer.count < buffer.capacity);
    buffer.items[buffer.count++] = (int)(long)arg;
    pthread_cond_signal(buffer.not_empty);
    pthread_mutex_unlock(buffer.mutex);
    return NULL;
}

static void *consumer(void *arg)
{
    int *got = arg;
    for (int i = 0; i < 3; i++) {
        pthread_mutex_lock(buffer.mutex);
        while (buffer.count == 0)
            pthread_cond_wait(buffer.not_empty, buffer.mutex);
        *got += buffer.items[--buffer.count];
        pthread_cond_signal(buffer.not_full);
        pthread_mutex_unlock(buffer.mutex);
    }
    return NULL;
}

int main(void)
{
    pthread_t p[3], c;
    int got = 0;
    init(&buffer, 1);
    for (long i = 0; i < 3; i++)
        pthread_create(&p[i], NULL, producer, (void *)(i + 1));
    pthread_create(&c, NULL, consumer, &got);
    for (int i = 0; i < 3; i++)
        pthread_join(p[i], NULL);
    pthread_join(c, NULL);
    assert(got == 6);
    return 0;
}
