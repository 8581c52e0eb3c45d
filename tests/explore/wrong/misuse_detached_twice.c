/* verdict: misuse
   what: a thread that was created detached is detached again and joined
   line: 18 */
#include <pthread.h>

static void *run(void *arg)
{
    return arg;
}

int main(void)
{
    pthread_attr_t attr;
    pthread_t t;
    pthread_attr_init(&attr);
    pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
    pthread_create(&t, &attr, run, NULL);
    pthread_detach(t);
    return 0;
}
