/* verdict: deadlock
   what: main joins a thread while it holds the lock that the thread needs
   line: 12 23 */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int n;

static void *worker(void *arg)
{
    pthread_mutex_lock(&m);
    n++;
    pthread_mutex_unlock(&m);
    return arg;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, worker, NULL);
    pthread_mutex_lock(&m);
    pthread_join(t, NULL);
    printf("%d\n", n);
    pthread_mutex_unlock(&m);
    return 0;
}
