/* verdict: race
   what: instead of pthread_once a plain flag, looked at without a lock
   line: 13 14 19 21 */
#include <pthread.h>
#include <stdio.h>

static int initialised;
static int sines[4];

static void initialise(void)
{
    for (int i = 0; i < 4; i++)
        sines[i] = i * 100;
    initialised = 1;
}

static void *use(void *arg)
{
    if (!initialised)
        initialise();
    printf("%d\n", sines[2]);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, use, NULL);
    pthread_create(&b, NULL, use, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
