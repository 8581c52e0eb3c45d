/* verdict: clean
   what: double-checked locking with an acquire load and a release store */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

typedef struct {
    int answer;
} Service;

static _Atomic(Service *) instance;
static pthread_mutex_t making = PTHREAD_MUTEX_INITIALIZER;
static int made;

static Service *service(void)
{
    Service *s = atomic_load_explicit(&instance, memory_order_acquire);
    if (s != NULL)
        return s;
    pthread_mutex_lock(&making);
    s = atomic_load_explicit(&instance, memory_order_relaxed);
    if (s == NULL) {
        s = malloc(sizeof *s);
        s->answer = 42;
        made++;
        atomic_store_explicit(&instance, s, memory_order_release);
    }
    pthread_mutex_unlock(&making);
    return s;
}

static void *client(void *arg)
{
    assert(service()->answer == 42);
    return arg;
}

int main(void)
{
    pthread_t c[3];
    for (int i = 0; i < 3; i++)
        pthread_create(&c[i], NULL, client, NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(c[i], NULL);
    assert(made == 1);
    free(service());
    return 0;
}
