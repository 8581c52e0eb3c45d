/* verdict: assertion
   what: a function gives the caller's lock back for a moment to call out, and the
     caller's value is old
   line: 28 */
#include <assert.h>
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int stock = 1, sold;

/* Called with the lock held. */
static void log_sale(int left)
{
    pthread_mutex_unlock(&m);
    printf("%d left\n", left);
    pthread_mutex_lock(&m);
}

static void *shopper(void *arg)
{
    pthread_mutex_lock(&m);
    if (stock > 0) {
        log_sale(stock - 1);
        stock--;
        sold++;
    }
    assert(stock >= 0);
    pthread_mutex_unlock(&m);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, shopper, NULL);
    pthread_create(&b, NULL, shopper, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
