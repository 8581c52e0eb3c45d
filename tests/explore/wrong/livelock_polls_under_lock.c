/* verdict: livelock
   what: a flag is polled under a lock with sleeps in between, and the setter gave up
     early
   line: 28 29 31 */
#include <pthread.h>
#include <stdbool.h>
#include <unistd.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static bool listening, sent;

static void *sender(void *arg)
{
    pthread_mutex_lock(&m);
    if (listening)
        sent = true;
    pthread_mutex_unlock(&m);
    return arg;
}

static void *listener(void *arg)
{
    bool got = false;
    pthread_mutex_lock(&m);
    listening = true;
    pthread_mutex_unlock(&m);
    while (!got) {
        usleep(1000);
        pthread_mutex_lock(&m);
        got = sent;
        pthread_mutex_unlock(&m);
    }
    return arg;
}

int main(void)
{
    pthread_t s, l;
    pthread_create(&l, NULL, listener, NULL);
    pthread_create(&s, NULL, sender, NULL);
    pthread_join(s, NULL);
    pthread_join(l, NULL);
    return 0;
}
