/* verdict: deadlock
   what: two phases share one event: the second phase's wait comes after its only
     signal
   line: 16 25 */
#include <pthread.h>
#include <stdbool.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t c = PTHREAD_COND_INITIALIZER;
static bool go;

static void await(void)
{
    pthread_mutex_lock(&m);
    while (!go)
        pthread_cond_wait(&c, &m);
    go = false;
    pthread_mutex_unlock(&m);
}

static void announce(void)
{
    pthread_mutex_lock(&m);
    go = true;
    pthread_cond_signal(&c);
    pthread_mutex_unlock(&m);
}

static void *follower(void *arg)
{
    await();
    await();
    return arg;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, follower, NULL);
    announce();
    announce();
    pthread_join(t, NULL);
    return 0;
}
