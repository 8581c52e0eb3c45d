/* verdict: clean
   what: transfers among three accounts lock the two in the order of their addresses */
#include <assert.h>
#include <pthread.h>
#include <stdint.h>

#define N 3

struct account {
    pthread_mutex_t lock;
    long cents;
};

static struct account bank[N];

static void move(struct account *from, struct account *to, long cents)
{
    if (from == to)
        return;
    struct account *low = (uintptr_t)from < (uintptr_t)to ? from : to;
    struct account *high = low == from ? to : from;
    pthread_mutex_lock(&low->lock);
    pthread_mutex_lock(&high->lock);
    from->cents -= cents;
    to->cents += cents;
    pthread_mutex_unlock(&high->lock);
    pthread_mutex_unlock(&low->lock);
}

static void *teller(void *arg)
{
    long id = (long)arg;
    move(&bank[id], &bank[(id + 1) % N], 5);
    move(&bank[id], &bank[id], 1);
    return NULL;
}

int main(void)
{
    pthread_t t[N];
    for (int i = 0; i < N; i++) {
        pthread_mutex_init(&bank[i].lock, NULL);
        bank[i].cents = 100;
    }
    for (long i = 0; i < N; i++)
        pthread_create(&t[i], NULL, teller, (void *)i);
    long sum = 0;
    for (int i = 0; i < N; i++)
        pthread_join(t[i], NULL);
    for (int i = 0; i < N; i++) {
        sum += bank[i].cents;
        pthread_mutex_destroy(&bank[i].lock);
    }
    assert(sum == 300);
    return 0;
}
