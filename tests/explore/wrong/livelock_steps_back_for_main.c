/* verdict: livelock
   what: steps back whenever the second lock is taken; main keeps that one until this is done
   line: 15 16 18 31 */
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

static pthread_mutex_t mine = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t theirs = PTHREAD_MUTEX_INITIALIZER;
static atomic_int done;

static void *transfer(void *arg)
{
    for (;;) {
        pthread_mutex_lock(&mine);
        if (pthread_mutex_trylock(&theirs) == 0)
            break;
        pthread_mutex_unlock(&mine);
    }
    pthread_mutex_unlock(&theirs);
    pthread_mutex_unlock(&mine);
    atomic_store(&done, 1);
    return arg;
}

int main(void)
{
    pthread_t worker;
    pthread_mutex_lock(&theirs);
    pthread_create(&worker, NULL, transfer, NULL);
    while (!atomic_load(&done))
        usleep(1000);
    pthread_mutex_unlock(&theirs);
    pthread_join(worker, NULL);
    return 0;
}
