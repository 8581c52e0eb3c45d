/* verdict: clean
   what: a future: computed by a detached thread, awaited by two, freed by the last
     user */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

struct future {
    pthread_mutex_t mutex;
    pthread_cond_t set;
    int is_set;
    int value;
    int users;
};

static void leave(struct future *f)
{
    pthread_mutex_lock(&f->mutex);
    int last = --f->users == 0;
    pthread_mutex_unlock(&f->mutex);
    if (!last)
        return;
    pthread_cond_destroy(&f->set);
    pthread_mutex_destroy(&f->mutex);
    free(f);
}

static int await(struct future *f)
{
    pthread_mutex_lock(&f->mutex);
    while (!f->is_set)
        pthread_cond_wait(&f->set, &f->mutex);
    int value = f->value;
    pthread_mutex_unlock(&f->mutex);
    return value;
}

static void *compute(void *arg)
{
    struct future *f = arg;
    pthread_mutex_lock(&f->mutex);
    f->value = 6 * 7;
    f->is_set = 1;
    pthread_cond_broadcast(&f->set);
    pthread_mutex_unlock(&f->mutex);
    leave(f);
    return NULL;
}

static void *asker(void *arg)
{
    assert(await(arg) == 42);
    leave(arg);
    return NULL;
}

int main(void)
{
    struct future *f = calloc(1, sizeof *f);
    pthread_t computer, other;
    pthread_mutex_init(&f->mutex, NULL);
    pthread_cond_init(&f->set, NULL);
    f->users = 3;
    pthread_create(&computer, NULL, compute, f);
    pthread_detach(computer);
    pthread_create(&other, NULL, asker, f);
    asker(f);
    pthread_join(other, NULL);
    return 0;
}
