/* verdict: assertion
   what: one kind of thread guards the stock with the wrong lock
   line: 18
   also: race
   optimised: data race */
#include <assert.h>
#include <pthread.h>

static pthread_mutex_t stock_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t price_lock = PTHREAD_MUTEX_INITIALIZER;
static int stock = 5;

static void *sell(void *p)
{
    pthread_mutex_lock(&stock_lock);
    int before = stock;
    stock = stock - 1;
    assert(stock == before - 1);
    pthread_mutex_unlock(&stock_lock);
    return p;
}

static void *restock(void *p)
{
    pthread_mutex_lock(&price_lock);
    stock += 10;
    pthread_mutex_unlock(&price_lock);
    return p;
}

int main(void)
{
    pthread_t t[3];
    pthread_create(&t[0], NULL, sell, NULL);
    pthread_create(&t[1], NULL, restock, NULL);
    pthread_create(&t[2], NULL, sell, NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    return 0;
}
