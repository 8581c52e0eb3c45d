/* verdict: clean
   what: a thread computes for long: seven million rounds without any operation that
     another thread could see */
#include <pthread.h>
#include <stdint.h>

static void *mix(void *arg)
{
    uint32_t x = 1;
    for (int i = 0; i < 7000000; i++)
        x = x * 1664525u + 1013904223u;
    *(uint32_t *)arg = x;
    return NULL;
}

int main(void)
{
    pthread_t thread;
    uint32_t result = 0;
    pthread_create(&thread, NULL, mix, &result);
    pthread_join(thread, NULL);
    return result == 0;
}
