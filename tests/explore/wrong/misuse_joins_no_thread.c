/* verdict: misuse
   what: a thread that was never created is joined
   line: 18 */
#include <pthread.h>
#include <stdbool.h>

static void *work(void *arg)
{
    return arg;
}

int main(void)
{
    pthread_t helper = 0;
    bool needed = false;
    if (needed)
        pthread_create(&helper, NULL, work, NULL);
    pthread_join(helper, NULL);
    return 0;
}
