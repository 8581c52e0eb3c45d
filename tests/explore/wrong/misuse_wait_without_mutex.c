/* verdict: misuse
   what: the mutex is given back before the condition wait, which then unlocks it once
     more
   line: 27 */
#include <pthread.h>
#include <stdbool.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t c = PTHREAD_COND_INITIALIZER;
static bool ready;

static void *setter(void *arg)
{
    pthread_mutex_lock(&m);
    ready = true;
    pthread_cond_signal(&c);
    pthread_mutex_unlock(&m);
    return arg;
}

int main(void)
{
    pthread_t t;
    pthread_mutex_lock(&m);
    ready = false;
    pthread_mutex_unlock(&m);
    pthread_cond_wait(&c, &m);
    pthread_create(&t, NULL, setter, NULL);
    pthread_join(t, NULL);
    return 0;
}
