/* verdict: assertion
   what: a queue whose two ends count on running in step, although a turn may pass in
     vain
   line: 35 */
#include <assert.h>
#include <pthread.h>

#define AMOUNT 3

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int queue[AMOUNT], head, tail;
static int stored[AMOUNT];
static int may_enqueue = 1, may_dequeue;

static void *enqueue(void *p)
{
    for (int i = 0; i < AMOUNT; i++) {
        pthread_mutex_lock(&m);
        if (may_enqueue) {
            queue[tail++] = 10 + i;
            stored[i] = 10 + i;
            may_enqueue = 0;
            may_dequeue = 1;
        }
        pthread_mutex_unlock(&m);
    }
    return p;
}

static void *dequeue(void *p)
{
    for (int i = 0; i < AMOUNT; i++) {
        pthread_mutex_lock(&m);
        if (may_dequeue) {
            assert(queue[head++] == stored[i]);
            may_dequeue = 0;
            may_enqueue = 1;
        }
        pthread_mutex_unlock(&m);
    }
    return p;
}

int main(void)
{
    pthread_t e, d;
    pthread_create(&e, NULL, enqueue, NULL);
    pthread_create(&d, NULL, dequeue, NULL);
    pthread_join(e, NULL);
    pthread_join(d, NULL);
    return 0;
}
