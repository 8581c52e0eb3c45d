/* verdict: assertion
   what: the read lock is given back before the write lock is taken, and nobody looks
     again
   line: 19 */
#include <assert.h>
#include <pthread.h>

static pthread_rwlock_t rw = PTHREAD_RWLOCK_INITIALIZER;
static int owner;

static void *claim(void *arg)
{
    int me = *(int *)arg;
    pthread_rwlock_rdlock(&rw);
    int is_free = owner == 0;
    pthread_rwlock_unlock(&rw);
    if (is_free) {
        pthread_rwlock_wrlock(&rw);
        assert(owner == 0);
        owner = me;
        pthread_rwlock_unlock(&rw);
    }
    return NULL;
}

int main(void)
{
    int ids[] = {1, 2};
    pthread_t a, b;
    pthread_create(&a, NULL, claim, &ids[0]);
    pthread_create(&b, NULL, claim, &ids[1]);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
