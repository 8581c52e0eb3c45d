/* verdict: race
   what: the new thread reads the pthread_t that pthread_create is about to write
   line: 11 18 */
#include <pthread.h>
#include <stdio.h>

static pthread_t worker;

static void *run(void *arg)
{
    if (pthread_equal(worker, pthread_self()))
        puts("it is me");
    return arg;
}

int main(void)
{
    pthread_create(&worker, NULL, run, NULL);
    pthread_join(worker, NULL);
    return 0;
}
