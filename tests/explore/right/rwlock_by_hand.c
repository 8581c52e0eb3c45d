/* verdict: clean
   what: a readers-writer lock of a mutex and two conditions that prefers writers */
#include <assert.h>
#include <pthread.h>
#include <stdbool.h>

static struct {
    pthread_mutex_t m;
    pthread_cond_t readers_go, writers_go;
    int reading, writers_waiting;
    bool writing;
} rw = {.m = PTHREAD_MUTEX_INITIALIZER,
        .readers_go = PTHREAD_COND_INITIALIZER,
        .writers_go = PTHREAD_COND_INITIALIZER};

static int a, b;

static void *reader(void *arg)
{
    pthread_mutex_lock(&rw.m);
    while (rw.writing || rw.writers_waiting > 0)
        pthread_cond_wait(&rw.readers_go, &rw.m);
    rw.reading++;
    pthread_mutex_unlock(&rw.m);
    assert(a == b);
    pthread_mutex_lock(&rw.m);
    if (--rw.reading == 0)
        pthread_cond_signal(&rw.writers_go);
    pthread_mutex_unlock(&rw.m);
    return arg;
}

static void *writer(void *arg)
{
    pthread_mutex_lock(&rw.m);
    rw.writers_waiting++;
    while (rw.writing || rw.reading > 0)
        pthread_cond_wait(&rw.writers_go, &rw.m);
    rw.writers_waiting--;
    rw.writing = true;
    pthread_mutex_unlock(&rw.m);
    a++;
    b++;
    pthread_mutex_lock(&rw.m);
    rw.writing = false;
    pthread_cond_signal(&rw.writers_go);
    pthread_cond_broadcast(&rw.readers_go);
    pthread_mutex_unlock(&rw.m);
    return arg;
}

int main(void)
{
    pthread_t r1, r2, w;
    pthread_create(&r1, NULL, reader, NULL);
    pthread_create(&w, NULL, writer, NULL);
    pthread_create(&r2, NULL, reader, NULL);
    pthread_join(r1, NULL);
    pthread_join(w, NULL);
    pthread_join(r2, NULL);
    return 0;
}
