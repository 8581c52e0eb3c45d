/* verdict: assertion
   what: main returns without joining; before it does, a check can fail
   line: 22
   also: race misuse */
#include <assert.h>
#include <pthread.h>

static int value;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;

static void *set(void *arg)
{
    pthread_mutex_lock(&m);
    value = 4;
    pthread_mutex_unlock(&m);
    return arg;
}

static void *check(void *arg)
{
    pthread_mutex_lock(&m);
    assert(value == 4);
    pthread_mutex_unlock(&m);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, set, NULL);
    pthread_create(&b, NULL, check, NULL);
    return 0;
}
