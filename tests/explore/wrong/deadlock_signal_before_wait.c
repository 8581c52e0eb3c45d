/* verdict: deadlock
   what: no flag: the signal may come before the wait, and is lost
   line: 15 25
   word: akeup */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t done = PTHREAD_COND_INITIALIZER;

static void *work(void *arg)
{
    pthread_mutex_lock(&m);
    puts("working");
    pthread_cond_signal(&done);
    pthread_mutex_unlock(&m);
    return arg;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, work, NULL);
    pthread_mutex_lock(&m);
    pthread_cond_wait(&done, &m);
    pthread_mutex_unlock(&m);
    pthread_join(t, NULL);
    return 0;
}
