/* verdict: misuse
   what: a condition wait with a recursive mutex that was locked twice
   line: 14 */
#include <pthread.h>

static pthread_mutex_t m;
static pthread_cond_t c = PTHREAD_COND_INITIALIZER;
static int items;

static void take(void)
{
    pthread_mutex_lock(&m);
    while (items == 0)
        pthread_cond_wait(&c, &m);
    items--;
    pthread_mutex_unlock(&m);
}

static void *take_both(void *arg)
{
    pthread_mutex_lock(&m);
    take();
    pthread_mutex_unlock(&m);
    return arg;
}

int main(void)
{
    pthread_t t;
    pthread_mutexattr_t a;
    pthread_mutexattr_init(&a);
    pthread_mutexattr_settype(&a, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init(&m, &a);
    pthread_create(&t, NULL, take_both, NULL);
    pthread_join(t, NULL);
    return 0;
}
