/* verdict: livelock
   what: two threads try for the second lock again and again, and never give the first
     back
   line: 14 15 */
#include <pthread.h>
#include <sched.h>

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;

static void take_both(pthread_mutex_t *first, pthread_mutex_t *second)
{
    pthread_mutex_lock(first);
    while (pthread_mutex_trylock(second) != 0)
        sched_yield();
    pthread_mutex_unlock(second);
    pthread_mutex_unlock(first);
}

static void *ab(void *arg)
{
    take_both(&a, &b);
    return arg;
}

static void *ba(void *arg)
{
    take_both(&b, &a);
    return arg;
}

int main(void)
{
    pthread_t x, y;
    pthread_create(&x, NULL, ab, NULL);
    pthread_create(&y, NULL, ba, NULL);
    pthread_join(x, NULL);
    pthread_join(y, NULL);
    return 0;
}
