/* verdict: clean
   what: a worker polls a lock with trylock until it gets it; clumsy but correct */
#include <assert.h>
#include <pthread.h>
#include <unistd.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int jobs_done;

static void *poller(void *arg)
{
    while (pthread_mutex_trylock(&m) != 0)
        usleep(50);
    jobs_done++;
    pthread_mutex_unlock(&m);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, poller, NULL);
    pthread_create(&b, NULL, poller, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    assert(jobs_done == 2);
    return 0;
}
