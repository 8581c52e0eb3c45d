/* verdict: clean
   what: readers and writers by semaphores: the first reader locks the room, the last
     frees it */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>

static sem_t room, count_guard;
static int readers;
static int page[2];

static void *reader(void *arg)
{
    sem_wait(&count_guard);
    if (++readers == 1)
        sem_wait(&room);
    sem_post(&count_guard);

    assert(page[0] == page[1]);

    sem_wait(&count_guard);
    if (--readers == 0)
        sem_post(&room);
    sem_post(&count_guard);
    return arg;
}

static void *writer(void *arg)
{
    sem_wait(&room);
    page[0]++;
    page[1]++;
    sem_post(&room);
    return arg;
}

int main(void)
{
    pthread_t r1, r2, w;
    sem_init(&room, 0, 1);
    sem_init(&count_guard, 0, 1);
    pthread_create(&r1, NULL, reader, NULL);
    pthread_create(&w, NULL, writer, NULL);
    pthread_create(&r2, NULL, reader, NULL);
    pthread_join(r1, NULL);
    pthread_join(r2, NULL);
    pthread_join(w, NULL);
    return 0;
}
