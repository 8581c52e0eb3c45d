/* verdict: unsupported
   what: a thread allows to be cancelled at any moment
   line: 11
   word: pthread_setcanceltype */
#include <pthread.h>
#include <unistd.h>

static void *sleeper(void *arg)
{
    int before;
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, &before);
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
