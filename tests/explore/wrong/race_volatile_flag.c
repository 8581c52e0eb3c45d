/* verdict: race
   what: volatile is taken for synchronisation: a flag that is spun on
   line: 13 14 20 22 */
#include <pthread.h>
#include <sched.h>
#include <stdio.h>

static volatile int ready;
static int data;

static void *producer(void *arg)
{
    data = 99;
    ready = 1;
    return arg;
}

static void *consumer(void *arg)
{
    while (!ready)
        sched_yield();
    printf("%d\n", data);
    return arg;
}

int main(void)
{
    pthread_t p, c;
    pthread_create(&c, NULL, consumer, NULL);
    pthread_create(&p, NULL, producer, NULL);
    pthread_join(p, NULL);
    pthread_join(c, NULL);
    return 0;
}
