/* verdict: race
   what: the atomic flag is set before the data it announces is written
   line: 14 21 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static int temperature;
static atomic_int measured;

static void *sensor(void *arg)
{
    atomic_store(&measured, 1);
    temperature = 21;
    return arg;
}

static void *display(void *arg)
{
    if (atomic_load(&measured))
        printf("%d degrees\n", temperature);
    return arg;
}

int main(void)
{
    pthread_t s, d;
    pthread_create(&s, NULL, sensor, NULL);
    pthread_create(&d, NULL, display, NULL);
    pthread_join(s, NULL);
    pthread_join(d, NULL);
    return 0;
}
