/* verdict: race
   what: main sleeps a second in place of the join, and reads the result
   line: 13 22 */
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static int answer;

static void *think(void *arg)
{
    usleep(1000);
    answer = 42;
    return arg;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, think, NULL);
    sleep(1);
    printf("%d\n", answer);
    pthread_join(t, NULL);
    return 0;
}
