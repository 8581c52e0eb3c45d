/* verdict: deadlock
   what: two modules initialise each other through pthread_once, from two sides
   line: 14 20 25 31 */
#include <pthread.h>

static pthread_once_t once_a = PTHREAD_ONCE_INIT, once_b = PTHREAD_ONCE_INIT;
static int a, b;

static void init_b(void);

static void init_a(void)
{
    a = 1;
    pthread_once(&once_b, init_b);
}

static void init_b(void)
{
    b = 1;
    pthread_once(&once_a, init_a);
}

static void *use_a(void *arg)
{
    pthread_once(&once_a, init_a);
    return arg;
}

static void *use_b(void *arg)
{
    pthread_once(&once_b, init_b);
    return arg;
}

int main(void)
{
    pthread_t x, y;
    pthread_create(&x, NULL, use_a, NULL);
    pthread_create(&y, NULL, use_b, NULL);
    pthread_join(x, NULL);
    pthread_join(y, NULL);
    return a + b == 2 ? 0 : 1;
}
