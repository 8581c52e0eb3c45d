/* verdict: clean
   what: the trying and the timed forms of a rwlock, with the failures handled */
#include <pthread.h>
#include <stdio.h>
#include <time.h>

static pthread_rwlock_t rw = PTHREAD_RWLOCK_INITIALIZER;
static int value, skipped;
static pthread_mutex_t skipped_lock = PTHREAD_MUTEX_INITIALIZER;

static void skip(void)
{
    pthread_mutex_lock(&skipped_lock);
    skipped++;
    pthread_mutex_unlock(&skipped_lock);
}

static void *writer(void *arg)
{
    if (pthread_rwlock_trywrlock(&rw) == 0) {
        value++;
        pthread_rwlock_unlock(&rw);
    } else {
        skip();
    }
    return arg;
}

static void *reader(void *arg)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 2;
    if (pthread_rwlock_timedrdlock(&rw, &until) == 0) {
        if (value < 0)
            puts("impossible");
        pthread_rwlock_unlock(&rw);
    } else {
        skip();
    }
    return arg;
}

int main(void)
{
    pthread_t w1, w2, r;
    pthread_create(&w1, NULL, writer, NULL);
    pthread_create(&r, NULL, reader, NULL);
    pthread_create(&w2, NULL, writer, NULL);
    pthread_join(w1, NULL);
    pthread_join(w2, NULL);
    pthread_join(r, NULL);
    printf("%d written, %d skipped\n", value, skipped);
    return 0;
}
