/* verdict: misuse
   what: two threads wait for one condition with two different mutexes
   line: 15 24 */
#include <pthread.h>
#include <stdbool.h>

static pthread_mutex_t m1 = PTHREAD_MUTEX_INITIALIZER, m2 = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t c = PTHREAD_COND_INITIALIZER;
static bool go1, go2;

static void *one(void *arg)
{
    pthread_mutex_lock(&m1);
    while (!go1)
        pthread_cond_wait(&c, &m1);
    pthread_mutex_unlock(&m1);
    return arg;
}

static void *two(void *arg)
{
    pthread_mutex_lock(&m2);
    while (!go2)
        pthread_cond_wait(&c, &m2);
    pthread_mutex_unlock(&m2);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, one, NULL);
    pthread_create(&b, NULL, two, NULL);
    pthread_mutex_lock(&m1);
    go1 = true;
    pthread_cond_broadcast(&c);
    pthread_mutex_unlock(&m1);
    pthread_mutex_lock(&m2);
    go2 = true;
    pthread_cond_broadcast(&c);
    pthread_mutex_unlock(&m2);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
