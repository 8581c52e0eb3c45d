/* verdict: clean
   what: each worker has a heap of jobs under a lock, and takes from the other's when
     its own is empty */
#include <assert.h>
#include <pthread.h>

#define WORKERS 2

static struct heap {
    pthread_mutex_t m;
    int jobs[4];
    int count;
} heaps[WORKERS] = {{PTHREAD_MUTEX_INITIALIZER, {1, 2, 3}, 3},
                    {PTHREAD_MUTEX_INITIALIZER, {4}, 1}};

static int take(struct heap *h)
{
    int job = 0;
    pthread_mutex_lock(&h->m);
    if (h->count > 0)
        job = h->jobs[--h->count];
    pthread_mutex_unlock(&h->m);
    return job;
}

static void *worker(void *arg)
{
    long me = (long)arg, sum = 0;
    int job;
    while ((job = take(&heaps[me])) != 0 || (job = take(&heaps[1 - me])) != 0)
        sum += job;
    return (void *)sum;
}

int main(void)
{
    pthread_t t[WORKERS];
    void *sums[WORKERS];
    for (long i = 0; i < WORKERS; i++)
        pthread_create(&t[i], NULL, worker, (void *)i);
    for (int i = 0; i < WORKERS; i++)
        pthread_join(t[i], &sums[i]);
    assert((long)sums[0] + (long)sums[1] == 10);
    return 0;
}
