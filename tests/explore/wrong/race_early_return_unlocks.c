/* verdict: race
   what: one branch unlocks early and then changes the shared value
   line: 16 */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int load = 8, rejected;

static bool admit(int weight)
{
    pthread_mutex_lock(&m);
    if (load + weight > 10) {
        pthread_mutex_unlock(&m);
        rejected++;
        return false;
    }
    load += weight;
    pthread_mutex_unlock(&m);
    return true;
}

static void *car(void *arg)
{
    admit((int)(long)arg);
    return NULL;
}

int main(void)
{
    pthread_t t[3];
    for (long i = 0; i < 3; i++)
        pthread_create(&t[i], NULL, car, (void *)(i + 1));
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    printf("load %d, %d rejected\n", load, rejected);
    return 0;
}
