/* verdict: misuse
   what: an account on the heap whose lock nobody initialises
   word: mutex account->lock
   line: 15 */
#include <pthread.h>
#include <stdlib.h>

static struct account {
    pthread_mutex_t lock;
    int balance;
} * account;

static void *deposit(void *arg)
{
    pthread_mutex_lock(&account->lock);
    account->balance++;
    pthread_mutex_unlock(&account->lock);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    account = malloc(sizeof *account);
    account->balance = 0;
    pthread_create(&a, NULL, deposit, NULL);
    pthread_create(&b, NULL, deposit, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    free(account);
    return 0;
}
