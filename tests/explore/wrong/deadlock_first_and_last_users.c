/* verdict: deadlock
   what: the first user of a kind waits for the shared lock, and holds the lock that
     its owner needs to leave
   line: 13 15 17 26 28 30 */
#include <pthread.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t shared = PTHREAD_MUTEX_INITIALIZER;
static int users_a, users_b;

static void *kind_a(void *arg)
{
    pthread_mutex_lock(&m);
    if (++users_a == 1)
        pthread_mutex_lock(&shared);
    pthread_mutex_unlock(&m);
    pthread_mutex_lock(&m);
    if (--users_a == 0)
        pthread_mutex_unlock(&shared);
    pthread_mutex_unlock(&m);
    return arg;
}

static void *kind_b(void *arg)
{
    pthread_mutex_lock(&m);
    if (++users_b == 1)
        pthread_mutex_lock(&shared);
    pthread_mutex_unlock(&m);
    pthread_mutex_lock(&m);
    if (--users_b == 0)
        pthread_mutex_unlock(&shared);
    pthread_mutex_unlock(&m);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, kind_a, NULL);
    pthread_create(&b, NULL, kind_b, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
