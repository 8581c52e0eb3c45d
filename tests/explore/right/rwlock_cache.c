/* verdict: clean
   what: readers share a rwlock, and a writer replaces both fields together */
#include <assert.h>
#include <pthread.h>

static pthread_rwlock_t guard = PTHREAD_RWLOCK_INITIALIZER;
static struct {
    int version;
    int copy;
} cache = {1, 1};

static void *lookup(void *arg)
{
    for (int i = 0; i < 2; i++) {
        pthread_rwlock_rdlock(&guard);
        assert(cache.version == cache.copy);
        pthread_rwlock_unlock(&guard);
    }
    return arg;
}

static void *refresh(void *arg)
{
    pthread_rwlock_wrlock(&guard);
    cache.version++;
    cache.copy = cache.version;
    pthread_rwlock_unlock(&guard);
    return arg;
}

int main(void)
{
    pthread_t t[3];
    pthread_create(&t[0], NULL, lookup, NULL);
    pthread_create(&t[1], NULL, refresh, NULL);
    pthread_create(&t[2], NULL, lookup, NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    assert(cache.copy == 2);
    return 0;
}
