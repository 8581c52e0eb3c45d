/* verdict: unsupported
   what: a thread is cancelled
   line: 18
   word: pthread_cancel */
#include <pthread.h>
#include <unistd.h>

static void *sleeper(void *arg)
{
    sleep(100);
    return arg;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, sleeper, NULL);
    pthread_cancel(t);
    pthread_join(t, NULL);
    return 0;
}
