/* verdict: clean
   what: a lock-free stack whose nodes are never given back while it is in use */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

typedef struct node {
    struct node *below;
    int value;
} node_t;

static _Atomic(node_t *) top;
static node_t nodes[4];

static void push(node_t *n)
{
    n->below = atomic_load(&top);
    while (!atomic_compare_exchange_weak(&top, &n->below, n))
        ;
}

static node_t *pop(void)
{
    node_t *n = atomic_load(&top);
    while (n != NULL && !atomic_compare_exchange_weak(&top, &n, n->below))
        ;
    return n;
}

static int popped[2];

static void *worker(void *arg)
{
    int me = *(int *)arg;
    for (int i = 0; i < 2; i++) {
        node_t *n = &nodes[2 * me + i];
        n->value = 1 << (2 * me + i);
        push(n);
    }
    node_t *n = pop();
    assert(n != NULL);
    popped[me] = n->value;
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    int zero = 0, one = 1, seen = 0;
    pthread_create(&a, NULL, worker, &zero);
    pthread_create(&b, NULL, worker, &one);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    for (node_t *n = top; n != NULL; n = n->below)
        seen += n->value;
    assert(seen + popped[0] + popped[1] == 15);
    return 0;
}
