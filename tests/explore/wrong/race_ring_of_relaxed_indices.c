/* verdict: race
   what: a ring for one producer and one consumer whose indices are relaxed
   line: 15 25 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static int ring[4];
static atomic_uint head, tail;

static void *producer(void *arg)
{
    for (int i = 0; i < 3; i++) {
        unsigned t = atomic_load_explicit(&tail, memory_order_relaxed);
        ring[t % 4] = i;
        atomic_store_explicit(&tail, t + 1, memory_order_relaxed);
    }
    return arg;
}

static void *consumer(void *arg)
{
    unsigned h = atomic_load_explicit(&head, memory_order_relaxed);
    if (h != atomic_load_explicit(&tail, memory_order_acquire)) {
        printf("%d\n", ring[h % 4]);
        atomic_store_explicit(&head, h + 1, memory_order_release);
    }
    return arg;
}

int main(void)
{
    pthread_t p, c;
    pthread_create(&p, NULL, producer, NULL);
    pthread_create(&c, NULL, consumer, NULL);
    pthread_join(p, NULL);
    pthread_join(c, NULL);
    return 0;
}
