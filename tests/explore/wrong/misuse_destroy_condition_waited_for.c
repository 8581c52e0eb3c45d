/* verdict: misuse
   what: the condition is destroyed while a detached thread still waits for it
   line: 33 */
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t c = PTHREAD_COND_INITIALIZER;
static pthread_cond_t waits = PTHREAD_COND_INITIALIZER;
static bool waiting, never;

static void *waiter(void *arg)
{
    pthread_mutex_lock(&m);
    waiting = true;
    pthread_cond_signal(&waits);
    while (!never)
        pthread_cond_wait(&c, &m);
    pthread_mutex_unlock(&m);
    return arg;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, waiter, NULL);
    pthread_detach(t);
    pthread_mutex_lock(&m);
    while (!waiting)
        pthread_cond_wait(&waits, &m);
    pthread_mutex_unlock(&m);
    pthread_cond_destroy(&c);
    exit(0);
}
