/* verdict: assertion
   what: the balance is read in one critical section and written in another
   line: 38 */
#include <assert.h>
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int balance;

static int get(void)
{
    pthread_mutex_lock(&lock);
    int value = balance;
    pthread_mutex_unlock(&lock);
    return value;
}

static void set(int value)
{
    pthread_mutex_lock(&lock);
    balance = value;
    pthread_mutex_unlock(&lock);
}

static void *deposit(void *arg)
{
    set(get() + (int)(long)arg);
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, deposit, (void *)10L);
    pthread_create(&b, NULL, deposit, (void *)20L);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    assert(balance == 30);
    return 0;
}
