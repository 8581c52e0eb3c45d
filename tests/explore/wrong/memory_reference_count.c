/* verdict: memory
   what: references are counted with load and store, so the object is freed while it is
     in use
   line: 17 18 20 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

struct object {
    atomic_int references;
    atomic_int data;
};

static void put(struct object *o)
{
    int left = atomic_load(&o->references) - 1;
    atomic_store(&o->references, left);
    if (left == 0)
        free(o);
}

static void *use(void *arg)
{
    struct object *o = arg;
    o->data++;
    put(o);
    return NULL;
}

static void *get_and_use(void *arg)
{
    struct object *o = arg;
    atomic_fetch_add(&o->references, 1);
    use(o);
    put(o);
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    struct object *o = calloc(1, sizeof *o);
    o->references = 2;
    pthread_create(&a, NULL, get_and_use, o);
    pthread_create(&b, NULL, use, o);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
