/* verdict: deadlock
   what: closing the queue sets the flag, but wakes nobody
   line: 20 */
#include <pthread.h>
#include <stdbool.h>

struct queue {
    pthread_mutex_t m;
    pthread_cond_t c;
    int count;
    bool closed;
};

static struct queue q = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, false};

static bool get(struct queue *queue)
{
    pthread_mutex_lock(&queue->m);
    while (queue->count == 0 && !queue->closed)
        pthread_cond_wait(&queue->c, &queue->m);
    bool got = queue->count > 0;
    if (got)
        queue->count--;
    pthread_mutex_unlock(&queue->m);
    return got;
}

static void *worker(void *arg)
{
    while (get(&q))
        continue;
    return arg;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, worker, NULL);
    pthread_mutex_lock(&q.m);
    q.count++;
    pthread_cond_signal(&q.c);
    pthread_mutex_unlock(&q.m);
    pthread_mutex_lock(&q.m);
    q.closed = true;
    pthread_mutex_unlock(&q.m);
    pthread_join(t, NULL);
    return 0;
}
