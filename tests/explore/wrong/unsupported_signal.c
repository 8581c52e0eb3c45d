/* verdict: unsupported
   what: a handler for a signal
   line: 24
   word: signal */
#include <pthread.h>
#include <signal.h>

static volatile sig_atomic_t stop;

static void on_interrupt(int number)
{
    (void)number;
    stop = 1;
}

static void *run(void *arg)
{
    return arg;
}

int main(void)
{
    pthread_t t;
    signal(SIGINT, on_interrupt);
    pthread_create(&t, NULL, run, NULL);
    pthread_join(t, NULL);
    return stop;
}
