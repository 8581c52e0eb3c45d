/* verdict: unsupported
   what: a thread ends with a robust mutex, whose next owner is told of that
   line: 11
   word: robust */
#include <pthread.h>

static pthread_mutex_t lock;

static void *leave_locked(void *arg)
{
    pthread_mutex_lock(&lock);
    return arg;
}

int main(void)
{
    pthread_t thread;
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
    pthread_mutex_init(&lock, &attributes);
    pthread_create(&thread, NULL, leave_locked, NULL);
    pthread_join(thread, NULL);
    if (pthread_mutex_lock(&lock) != 0)
        pthread_mutex_consistent(&lock);
    pthread_mutex_unlock(&lock);
    return 0;
}
