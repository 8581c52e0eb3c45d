/* verdict: clean
   what: the two threads that add to each other's number, with the bound that no order
     exceeds */
#include <assert.h>
#include <pthread.h>

#define STEPS 3

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int i = 1, j = 1;

static void *left(void *p)
{
    for (int k = 0; k < STEPS; k++) {
        pthread_mutex_lock(&m);
        i += j;
        pthread_mutex_unlock(&m);
    }
    return p;
}

static void *right(void *p)
{
    for (int k = 0; k < STEPS; k++) {
        pthread_mutex_lock(&m);
        j += i;
        pthread_mutex_unlock(&m);
    }
    return p;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, left, NULL);
    pthread_create(&b, NULL, right, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    assert(i <= 21 && j <= 21);
    return 0;
}
