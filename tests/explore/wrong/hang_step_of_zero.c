/* verdict: hang
   what: the width of a step is set by another thread; in one order it is still zero
   line: 19 20 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static atomic_int width;

static void *configure(void *arg)
{
    width = 5;
    return arg;
}

static void *walk(void *arg)
{
    int step = width, steps = 0;
    for (int x = 0; x < 20; x += step)
        steps++;
    printf("%d\n", steps);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, configure, NULL);
    pthread_create(&b, NULL, walk, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
