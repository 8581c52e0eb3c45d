/* verdict: clean
   what: plain data published by a release store and taken over by an acquire load */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

struct config {
    int width;
    int height;
};

static struct config storage;
static _Atomic(struct config *) current;

static void *publish(void *arg)
{
    storage.width = 640;
    storage.height = 480;
    atomic_store_explicit(&current, &storage, memory_order_release);
    return arg;
}

static void *consume(void *arg)
{
    struct config *c = atomic_load_explicit(&current, memory_order_acquire);
    if (c != NULL)
        assert(c->width == 640 && c->height == 480);
    return arg;
}

int main(void)
{
    pthread_t p, c1, c2;
    pthread_create(&c1, NULL, consume, NULL);
    pthread_create(&p, NULL, publish, NULL);
    pthread_create(&c2, NULL, consume, NULL);
    pthread_join(p, NULL);
    pthread_join(c1, NULL);
    pthread_join(c2, NULL);
    return 0;
}
