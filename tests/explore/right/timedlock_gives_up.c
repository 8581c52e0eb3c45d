/* verdict: clean
   what: a lock with a deadline; whoever comes too late does without */
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <time.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int entries;

struct visit {
    pthread_t thread;
    int entered;
};

static void *visitor(void *arg)
{
    struct visit *visit = arg;
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 1;
    int error = pthread_mutex_timedlock(&lock, &until);
    if (error == ETIMEDOUT)
        return NULL;
    assert(error == 0);
    entries++;
    visit->entered = 1;
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(void)
{
    struct visit visits[2] = {0};
    for (int i = 0; i < 2; i++)
        pthread_create(&visits[i].thread, NULL, visitor, &visits[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(visits[i].thread, NULL);
    assert(entries == visits[0].entered + visits[1].entered);
    return 0;
}
