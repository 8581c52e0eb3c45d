/* verdict: crash
   what: main gives the queue up although the consumer hasn't been joined yet
   line: 21 22 23 24
   also: race memory */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
    pthread_mutex_t mutex;
    int items[3];
    int count;
} Fifo;

static Fifo *fifo;

static void *consumer(void *arg)
{
    int sum = 0;
    for (int i = 0; i < 3; i++) {
        pthread_mutex_lock(&fifo->mutex);
        if (fifo->count > 0)
            sum += fifo->items[--fifo->count];
        pthread_mutex_unlock(&fifo->mutex);
    }
    printf("%d\n", sum);
    return arg;
}

int main(void)
{
    pthread_t t;
    fifo = calloc(1, sizeof *fifo);
    pthread_mutex_init(&fifo->mutex, NULL);
    fifo->items[fifo->count++] = 5;
    pthread_create(&t, NULL, consumer, NULL);
    fifo = NULL;
    pthread_join(t, NULL);
    return 0;
}
