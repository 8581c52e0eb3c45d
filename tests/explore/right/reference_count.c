/* verdict: clean
   what: an object is freed by whoever drops the last reference */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct blob {
    atomic_uint references;
    int data;
};

static void release(struct blob *b)
{
    if (atomic_fetch_sub_explicit(&b->references, 1, memory_order_acq_rel) == 1) {
        b->data = -1;
        free(b);
    }
}

static void *user(void *arg)
{
    struct blob *b = arg;
    assert(b->data == 5);
    release(b);
    return NULL;
}

int main(void)
{
    pthread_t t[2];
    struct blob *b = malloc(sizeof *b);
    atomic_init(&b->references, 1);
    b->data = 5;
    for (int i = 0; i < 2; i++) {
        atomic_fetch_add_explicit(&b->references, 1, memory_order_relaxed);
        pthread_create(&t[i], NULL, user, b);
    }
    release(b);
    for (int i = 0; i < 2; i++)
        pthread_join(t[i], NULL);
    return 0;
}
