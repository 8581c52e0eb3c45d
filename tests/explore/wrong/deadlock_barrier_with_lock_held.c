/* verdict: deadlock
   what: a thread waits at the barrier with a lock that the other needs to get there
   line: 12 14 */
#include <pthread.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t b;
static int sum;

static void *worker(void *arg)
{
    pthread_mutex_lock(&m);
    sum++;
    pthread_barrier_wait(&b);
    pthread_mutex_unlock(&m);
    return arg;
}

int main(void)
{
    pthread_t x, y;
    pthread_barrier_init(&b, NULL, 2);
    pthread_create(&x, NULL, worker, NULL);
    pthread_create(&y, NULL, worker, NULL);
    pthread_join(x, NULL);
    pthread_join(y, NULL);
    return 0;
}
