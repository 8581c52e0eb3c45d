/* verdict: livelock
   what: two readers look at a flag under a read lock, again and again; nobody ever sets it
   line: 13 14 15 16 */
#include <pthread.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static int finished;

static void *wait_for_it(void *arg)
{
    int seen;
    do {
        pthread_rwlock_rdlock(&lock);
        seen = finished;
        pthread_rwlock_unlock(&lock);
    } while (!seen);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, wait_for_it, NULL);
    pthread_create(&b, NULL, wait_for_it, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
