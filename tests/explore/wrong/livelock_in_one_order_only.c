/* verdict: livelock
   what: the waiter resets the flag before it waits for it, and may wipe the only
     notice out
   line: 19 */
#include <pthread.h>
#include <stdatomic.h>

static atomic_int notice;

static void *notify(void *arg)
{
    notice = 1;
    return arg;
}

static void *wait_for_it(void *arg)
{
    notice = 0;
    while (notice == 0)
        ;
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, notify, NULL);
    pthread_create(&b, NULL, wait_for_it, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
