/* Two threads, two accounts, a lock each, always taken in the same order. */
#include <pthread.h>

static struct account {
    pthread_mutex_t lock;
    long balance;
} accounts[2] = {{PTHREAD_MUTEX_INITIALIZER, 0}, {PTHREAD_MUTEX_INITIALIZER, 0}};

static void transfer(int from, int to, long amount)
{
    pthread_mutex_lock(&accounts[0].lock);
    pthread_mutex_lock(&accounts[1].lock);
    accounts[from].balance -= amount;
    accounts[to].balance += amount;
    pthread_mutex_unlock(&accounts[1].lock);
    pthread_mutex_unlock(&accounts[0].lock);
}

static void *forth(void *arg)
{
    transfer(0, 1, 10);
    return arg;
}

static void *back(void *arg)
{
    transfer(1, 0, 5);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    accounts[0].balance = accounts[1].balance = 100;
    pthread_create(&a, NULL, forth, NULL);
    pthread_create(&b, NULL, back, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
