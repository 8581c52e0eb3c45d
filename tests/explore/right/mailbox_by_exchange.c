/* verdict: clean
   what: blocks change hands through an atomic exchange of a pointer */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

static _Atomic(int *) mailbox;

static void *sender(void *arg)
{
    int *letter = malloc(sizeof *letter);
    *letter = *(int *)arg;
    int *old = atomic_exchange(&mailbox, letter);
    free(old); /* a letter that nobody fetched */
    return NULL;
}

static void *receiver(void *arg)
{
    int *letter = atomic_exchange(&mailbox, NULL);
    if (letter != NULL)
        assert(*letter == 1 || *letter == 2);
    free(letter);
    return arg;
}

int main(void)
{
    pthread_t t[3];
    int one = 1, two = 2;
    pthread_create(&t[0], NULL, sender, &one);
    pthread_create(&t[1], NULL, receiver, NULL);
    pthread_create(&t[2], NULL, sender, &two);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    free(mailbox);
    return 0;
}
