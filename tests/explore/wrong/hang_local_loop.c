/* verdict: hang
   what: a loop over an unsigned number that is always at least zero
   line: 10 11 */
#include <pthread.h>
#include <stdio.h>

static void *count_down(void *arg)
{
    unsigned sum = 0;
    for (unsigned i = 3; i >= 0; i--)
        sum += i;
    printf("%u\n", sum);
    return arg;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, count_down, NULL);
    pthread_join(t, NULL);
    return 0;
}
