/* verdict: race
   what: the first thread program of many books, with ten million rounds
   line: 12 */
#include <pthread.h>

static volatile int counter;

static void *count(void *arg)
{
    int i;
    for (i = 0; i < 10000000; i++)
        counter = counter + 1;
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, count, NULL);
    pthread_create(&b, NULL, count, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
