/* verdict: clean
   what: a spin lock of atomic_flag guards two plain fields */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static struct {
    atomic_flag busy;
    int a, b;
} shared = {ATOMIC_FLAG_INIT, 0, 0};

static void enter(void)
{
    while (atomic_flag_test_and_set_explicit(&shared.busy, memory_order_acquire))
        ;
}

static void leave(void)
{
    atomic_flag_clear_explicit(&shared.busy, memory_order_release);
}

static void *worker(void *arg)
{
    for (int i = 0; i < 2; i++) {
        enter();
        assert(shared.a == shared.b);
        shared.a++;
        shared.b++;
        leave();
    }
    return arg;
}

int main(void)
{
    pthread_t t1, t2;
    pthread_create(&t1, NULL, worker, NULL);
    pthread_create(&t2, NULL, worker, NULL);
    pthread_join(t1, NULL);
    pthread_join(t2, NULL);
    assert(shared.a == 4);
    return 0;
}
