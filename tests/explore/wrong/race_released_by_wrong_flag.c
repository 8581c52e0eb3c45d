/* verdict: race
   what: the acquire load looks at another flag than the one that was released
   line: 15 23 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>

static atomic_bool loaded, checked;
static int image[4];

static void *load(void *arg)
{
    atomic_store_explicit(&checked, true, memory_order_release);
    image[0] = 255;
    atomic_store_explicit(&loaded, true, memory_order_release);
    return arg;
}

static void *show(void *arg)
{
    if (atomic_load_explicit(&checked, memory_order_acquire))
        printf("%d\n", image[0]);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, load, NULL);
    pthread_create(&b, NULL, show, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return loaded ? 0 : 1;
}
