/* verdict: misuse
   what: after the read lock was given back it is unlocked again
   line: 15 */
#include <pthread.h>

static pthread_rwlock_t rw = PTHREAD_RWLOCK_INITIALIZER;
static int value = 1;

static void *reader(void *arg)
{
    pthread_rwlock_rdlock(&rw);
    *(int *)arg = value;
    pthread_rwlock_unlock(&rw);
    if (*(int *)arg == 1)
        pthread_rwlock_unlock(&rw);
    return NULL;
}

int main(void)
{
    pthread_t t;
    int seen;
    pthread_create(&t, NULL, reader, &seen);
    pthread_join(t, NULL);
    return 0;
}
