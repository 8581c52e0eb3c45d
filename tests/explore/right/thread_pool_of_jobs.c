/* verdict: clean
   what: a pool that takes jobs as function and argument from a list, and is closed */
#include <assert.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

struct job {
    void (*run)(void *arg);
    void *arg;
    struct job *next;
};

static struct {
    pthread_mutex_t mutex;
    pthread_cond_t work;
    struct job *jobs;
    bool closed;
} pool = {.mutex = PTHREAD_MUTEX_INITIALIZER, .work = PTHREAD_COND_INITIALIZER};

static void *pool_worker(void *unused)
{
    for (;;) {
        pthread_mutex_lock(&pool.mutex);
        while (pool.jobs == NULL && !pool.closed)
            pthread_cond_wait(&pool.work, &pool.mutex);
        struct job *job = pool.jobs;
        if (job != NULL)
            pool.jobs = job->next;
        pthread_mutex_unlock(&pool.mutex);
        if (job == NULL)
            return unused;
        job->run(job->arg);
        free(job);
    }
}

static void submit(void (*run)(void *), void *arg)
{
    struct job *job = malloc(sizeof *job);
    job->run = run;
    job->arg = arg;
    pthread_mutex_lock(&pool.mutex);
    job->next = pool.jobs;
    pool.jobs = job;
    pthread_cond_signal(&pool.work);
    pthread_mutex_unlock(&pool.mutex);
}

static void square(void *arg)
{
    *(int *)arg *= *(int *)arg;
}

int main(void)
{
    pthread_t workers[2];
    int numbers[3] = {2, 3, 4};
    for (int i = 0; i < 2; i++)
        pthread_create(&workers[i], NULL, pool_worker, NULL);
    for (int i = 0; i < 3; i++)
        submit(square, &numbers[i]);
    pthread_mutex_lock(&pool.mutex);
    pool.closed = true;
    pthread_cond_broadcast(&pool.work);
    pthread_mutex_unlock(&pool.mutex);
    for (int i = 0; i < 2; i++)
        pthread_join(workers[i], NULL);
    assert(numbers[0] + numbers[1] + numbers[2] == 29);
    return 0;
}
