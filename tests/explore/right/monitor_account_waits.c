/* verdict: clean
   what: a monitor whose withdraw waits until there is enough money */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

/* ---- the monitor ---- */
struct account {
    pthread_mutex_t monitor;
    pthread_cond_t richer;
    int balance;
};

static struct account *account_open(void)
{
    struct account *a = malloc(sizeof *a);
    pthread_mutex_init(&a->monitor, NULL);
    pthread_cond_init(&a->richer, NULL);
    a->balance = 0;
    return a;
}

static void account_deposit(struct account *a, int amount)
{
    pthread_mutex_lock(&a->monitor);
    a->balance += amount;
    pthread_cond_broadcast(&a->richer);
    pthread_mutex_unlock(&a->monitor);
}

static void account_withdraw(struct account *a, int amount)
{
    pthread_mutex_lock(&a->monitor);
    while (a->balance < amount)
        pthread_cond_wait(&a->richer, &a->monitor);
    a->balance -= amount;
    pthread_mutex_unlock(&a->monitor);
}

static int account_close(struct account *a)
{
    int rest = a->balance;
    pthread_cond_destroy(&a->richer);
    pthread_mutex_destroy(&a->monitor);
    free(a);
    return rest;
}

/* ---- its users ---- */
static void *earn(void *arg)
{
    account_deposit(arg, 30);
    account_deposit(arg, 30);
    return NULL;
}

static void *spend(void *arg)
{
    account_withdraw(arg, 40);
    return NULL;
}

int main(void)
{
    struct account *a = account_open();
    pthread_t x, y;
    pthread_create(&x, NULL, spend, a);
    pthread_create(&y, NULL, earn, a);
    pthread_join(x, NULL);
    pthread_join(y, NULL);
    assert(account_close(a) == 20);
    return 0;
}
