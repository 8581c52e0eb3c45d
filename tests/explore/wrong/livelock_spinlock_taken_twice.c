/* verdict: livelock
   what: a function that holds the home-made spin lock calls another that takes it
   line: 12 */
#include <pthread.h>
#include <stdatomic.h>

static atomic_flag busy = ATOMIC_FLAG_INIT;
static int value;

static void lock(void)
{
    while (atomic_flag_test_and_set(&busy))
        continue;
}

static void unlock(void)
{
    atomic_flag_clear(&busy);
}

static int get(void)
{
    lock();
    int v = value;
    unlock();
    return v;
}

static void *grow(void *arg)
{
    lock();
    value = get() + 1;
    unlock();
    return arg;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, grow, NULL);
    pthread_join(t, NULL);
    return 0;
}
