/* verdict: clean
   what: a busy wait on an atomic flag, without any yield */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static char message[6];
static atomic_int ready;

static void *writer(void *arg)
{
    message[0] = 'o';
    message[1] = 'k';
    atomic_store_explicit(&ready, 1, memory_order_release);
    return arg;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, writer, NULL);
    while (!atomic_load_explicit(&ready, memory_order_acquire)) {
    }
    assert(message[0] == 'o' && message[1] == 'k');
    pthread_join(t, NULL);
    return 0;
}
