/* verdict: clean
   what: a table of functions does the locking, for an object by mutex, for another by
     semaphore */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>

struct lock {
    void (*take)(struct lock *);
    void (*give)(struct lock *);
    union {
        pthread_mutex_t mutex;
        sem_t semaphore;
    } u;
};

static void take_mutex(struct lock *l)
{
    pthread_mutex_lock(&l->u.mutex);
}

static void give_mutex(struct lock *l)
{
    pthread_mutex_unlock(&l->u.mutex);
}

static void take_semaphore(struct lock *l)
{
    sem_wait(&l->u.semaphore);
}

static void give_semaphore(struct lock *l)
{
    sem_post(&l->u.semaphore);
}

static struct lock locks[2] = {{.take = take_mutex, .give = give_mutex},
                               {.take = take_semaphore, .give = give_semaphore}};
static int data[2];

static void *run(void *arg)
{
    for (int i = 0; i < 2; i++) {
        locks[i].take(&locks[i]);
        data[i]++;
        locks[i].give(&locks[i]);
    }
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_mutex_init(&locks[0].u.mutex, NULL);
    sem_init(&locks[1].u.semaphore, 0, 1);
    pthread_create(&a, NULL, run, NULL);
    pthread_create(&b, NULL, run, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    assert(data[0] == 2 && data[1] == 2);
    return 0;
}
