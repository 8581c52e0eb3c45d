/* verdict: race
   what: a plain flag is polled with sleeps in between
   line: 13 14 22 24 */
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

int done = 0;
int result;

void *compute(void *arg)
{
    result = 100;
    done = 1;
    return arg;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, compute, NULL);
    while (done == 0)
        usleep(1000);
    printf("%d\n", result);
    pthread_join(t, NULL);
    return 0;
}
