/* verdict: unsupported
   what: pthread_kill sends a signal to a thread
   line: 17
   word: pthread_kill */
#include <pthread.h>
#include <signal.h>

static void *run(void *arg)
{
    return arg;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, run, NULL);
    pthread_kill(t, SIGUSR1);
    pthread_join(t, NULL);
    return 0;
}
