/* verdict: clean
   what: a counter under a pthread spin lock */
#include <assert.h>
#include <pthread.h>

static pthread_spinlock_t spin;
static long hits;

static void *hit(void *arg)
{
    for (int i = 0; i < 3; i++) {
        pthread_spin_lock(&spin);
        hits++;
        pthread_spin_unlock(&spin);
    }
    if (pthread_spin_trylock(&spin) == 0) {
        hits += 0;
        pthread_spin_unlock(&spin);
    }
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
    pthread_create(&a, NULL, hit, NULL);
    pthread_create(&b, NULL, hit, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    assert(hits == 6);
    pthread_spin_destroy(&spin);
    return 0;
}
