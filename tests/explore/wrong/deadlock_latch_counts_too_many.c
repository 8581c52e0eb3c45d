/* verdict: deadlock
   what: the latch waits for one more than there are threads
   line: 27 */
#include <pthread.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t zero = PTHREAD_COND_INITIALIZER;
static int open_doors = 3;

static void *shut(void *arg)
{
    pthread_mutex_lock(&m);
    open_doors--;
    if (open_doors == 0)
        pthread_cond_signal(&zero);
    pthread_mutex_unlock(&m);
    return arg;
}

int main(void)
{
    pthread_t t[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&t[i], NULL, shut, NULL);
    pthread_mutex_lock(&m);
    while (open_doors > 0)
        pthread_cond_wait(&zero, &m);
    pthread_mutex_unlock(&m);
    for (int i = 0; i < 2; i++)
        pthread_join(t[i], NULL);
    return 0;
}
