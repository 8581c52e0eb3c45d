/* verdict: misuse
   what: the thread detaches itself, and main joins it
   line: 16 */
#include <pthread.h>

static void *loner(void *arg)
{
    pthread_detach(pthread_self());
    return arg;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, loner, NULL);
    pthread_join(t, NULL);
    return 0;
}
