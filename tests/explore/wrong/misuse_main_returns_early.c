/* verdict: misuse
   what: main returns while its thread is at work
   line: 16 */
#include <pthread.h>
#include <stdio.h>

static void *work(void *arg)
{
    puts("I may never be seen");
    return arg;
}

int main(void)
{
    pthread_t t;
    if (pthread_create(&t, NULL, work, NULL) != 0)
        return 1;
    return 0;
}
