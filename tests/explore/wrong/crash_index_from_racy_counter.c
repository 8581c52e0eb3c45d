/* verdict: crash
   what: two threads take the last ticket, and the index runs far out of the array
   line: 18
   also: race memory
   optimised: data race */
#include <pthread.h>
#include <stdio.h>

#define HUGE_STEP (1 << 28)

static int slots[2];
static int left = 1;

static void *take(void *arg)
{
    if (left > 0) {
        left--;
        slots[(long)left * HUGE_STEP] = 1;
    }
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, take, NULL);
    pthread_create(&b, NULL, take, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    printf("%d\n", slots[0]);
    return 0;
}
