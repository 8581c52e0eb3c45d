/* verdict: deadlock
   what: a transfer locks the payer first, and two transfers cross
   line: 18 */
#include <pthread.h>
#include <stdio.h>

typedef struct account {
    pthread_mutex_t lock;
    int cents;
} account;

static account accounts[2] = {{PTHREAD_MUTEX_INITIALIZER, 100},
                              {PTHREAD_MUTEX_INITIALIZER, 100}};

static void transfer(account *from, account *to, int cents)
{
    pthread_mutex_lock(&from->lock);
    pthread_mutex_lock(&to->lock);
    from->cents -= cents;
    to->cents += cents;
    pthread_mutex_unlock(&to->lock);
    pthread_mutex_unlock(&from->lock);
}

static void *teller(void *arg)
{
    int from = *(int *)arg;
    transfer(&accounts[from], &accounts[1 - from], 10 + from);
    return NULL;
}

int main(void)
{
    pthread_t t[2];
    int from[2] = {0, 1};
    for (int i = 0; i < 2; i++)
        pthread_create(&t[i], NULL, teller, &from[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(t[i], NULL);
    printf("%d %d\n", accounts[0].cents, accounts[1].cents);
    return 0;
}
