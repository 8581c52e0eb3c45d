/* verdict: misuse
   what: main locks, and the worker unlocks, as if the mutex were a semaphore
   line: 12 */
#include <pthread.h>

static pthread_mutex_t done = PTHREAD_MUTEX_INITIALIZER;
static int result;

static void *worker(void *arg)
{
    result = 5;
    pthread_mutex_unlock(&done);
    return arg;
}

int main(void)
{
    pthread_t t;
    pthread_mutex_lock(&done);
    pthread_create(&t, NULL, worker, NULL);
    pthread_join(t, NULL);
    return result == 5 ? 0 : 1;
}
