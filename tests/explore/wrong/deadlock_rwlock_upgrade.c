/* verdict: deadlock
   what: a thread asks for the write lock while it holds the read lock
   line: 14 */
#include <pthread.h>
#include <stdbool.h>

static pthread_rwlock_t rw = PTHREAD_RWLOCK_INITIALIZER;
static bool cached;

static void *look_up(void *arg)
{
    pthread_rwlock_rdlock(&rw);
    if (!cached) {
        pthread_rwlock_wrlock(&rw);
        cached = true;
        pthread_rwlock_unlock(&rw);
    }
    pthread_rwlock_unlock(&rw);
    return arg;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, look_up, NULL);
    pthread_join(t, NULL);
    return 0;
}
