/* verdict: clean
   what: main sleeps for a while, then tells workers to stop that never wait for
     anything; one asks under a lock, one an atomic flag */
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool stop;
static long rounds;
static atomic_bool stop_soon;
static atomic_long turns;

static void *go_round(void *arg)
{
    for (;;) {
        pthread_mutex_lock(&lock);
        bool done = stop;
        rounds++;
        pthread_mutex_unlock(&lock);
        if (done)
            return arg;
    }
}

static void *turn(void *arg)
{
    while (!stop_soon)
        turns++;
    return arg;
}

int main(void)
{
    pthread_t a, b, c;
    pthread_create(&a, NULL, go_round, NULL);
    pthread_create(&b, NULL, turn, NULL);
    pthread_create(&c, NULL, turn, NULL);
    sleep(2);
    stop_soon = true;
    pthread_mutex_lock(&lock);
    stop = true;
    pthread_mutex_unlock(&lock);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    pthread_join(c, NULL);
    return 0;
}
