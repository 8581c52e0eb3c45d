/* verdict: deadlock
   what: a barrier by hand resets its count, and a slow waiter sleeps through its own
     round
   line: 22 */
#include <pthread.h>

#define N 2

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t c = PTHREAD_COND_INITIALIZER;
static int here;

static void barrier(void)
{
    pthread_mutex_lock(&m);
    here++;
    if (here == N) {
        here = 0;
        pthread_cond_broadcast(&c);
    } else {
        while (here != 0)
            pthread_cond_wait(&c, &m);
    }
    pthread_mutex_unlock(&m);
}

static void *run(void *arg)
{
    barrier();
    barrier();
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, run, NULL);
    pthread_create(&b, NULL, run, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
