/* verdict: assertion
   what: three steps that should come in an order, which only a mutex is to give
   line: 32 */
#include <pthread.h>
#include <stdlib.h>

static pthread_mutex_t m;
static int stage;

static void *one(void *p)
{
    pthread_mutex_lock(&m);
    stage += 1;
    pthread_mutex_unlock(&m);
    return p;
}

static void *two(void *p)
{
    pthread_mutex_lock(&m);
    stage += 2;
    pthread_mutex_unlock(&m);
    return p;
}

static void *check(void *p)
{
    pthread_mutex_lock(&m);
    int now = stage;
    pthread_mutex_unlock(&m);
    if (now == 3)
        abort();
    return p;
}

int main(void)
{
    pthread_t a, b, c;
    pthread_mutex_init(&m, NULL);
    pthread_create(&a, NULL, one, NULL);
    pthread_create(&b, NULL, two, NULL);
    pthread_create(&c, NULL, check, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    pthread_join(c, NULL);
    pthread_mutex_destroy(&m);
    return 0;
}
