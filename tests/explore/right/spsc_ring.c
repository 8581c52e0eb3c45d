/* verdict: clean
   what: a ring for one producer and one consumer with release and acquire indices */
#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>

#define SIZE 2u

static int ring[SIZE];
static atomic_uint head, tail;

static bool try_put(int value)
{
    unsigned t = atomic_load_explicit(&tail, memory_order_relaxed);
    if (t - atomic_load_explicit(&head, memory_order_acquire) == SIZE)
        return false;
    ring[t % SIZE] = value;
    atomic_store_explicit(&tail, t + 1, memory_order_release);
    return true;
}

static bool try_get(int *value)
{
    unsigned h = atomic_load_explicit(&head, memory_order_relaxed);
    if (h == atomic_load_explicit(&tail, memory_order_acquire))
        return false;
    *value = ring[h % SIZE];
    atomic_store_explicit(&head, h + 1, memory_order_release);
    return true;
}

static void *producer(void *arg)
{
    for (int i = 1; i <= 3; i++)
        while (!try_put(i))
            sched_yield();
    return arg;
}

int main(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, producer, NULL);
    for (int i = 1; i <= 3; i++) {
        int value;
        while (!try_get(&value))
            sched_yield();
        assert(value == i);
    }
    pthread_join(thread, NULL);
    return 0;
}
