/* verdict: race
   what: a structure is published through a relaxed pointer
   line: 18 27 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

struct route {
    int hops;
};

static _Atomic(struct route *) best;

static void *find(void *arg)
{
    struct route *r = arg;
    r->hops = 3;
    atomic_store_explicit(&best, r, memory_order_relaxed);
    return NULL;
}

static void *use(void *arg)
{
    struct route *r = atomic_load_explicit(&best, memory_order_relaxed);
    if (r != NULL)
        printf("%d hops\n", r->hops);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    struct route *r = malloc(sizeof *r);
    pthread_create(&a, NULL, find, r);
    pthread_create(&b, NULL, use, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    free(r);
    return 0;
}
