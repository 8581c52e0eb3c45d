/* verdict: memory
   what: a lock-free stack frees what it pops while another pop still looks at it
   line: 28 30
   also: race */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct node {
    struct node *next;
    int value;
};

static _Atomic(struct node *) top;

static void push(int value)
{
    struct node *n = malloc(sizeof *n);
    n->value = value;
    n->next = top;
    while (!atomic_compare_exchange_weak(&top, &n->next, n))
        ;
}

static void *pop(void *p)
{
    struct node *n = top;
    while (n != NULL && !atomic_compare_exchange_weak(&top, &n, n->next))
        ;
    free(n);
    return p;
}

int main(void)
{
    pthread_t a, b;
    push(1);
    push(2);
    pthread_create(&a, NULL, pop, NULL);
    pthread_create(&b, NULL, pop, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
