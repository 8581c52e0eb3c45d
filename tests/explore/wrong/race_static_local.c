/* verdict: race
   what: a function keeps its last number in a static local variable
   line: 11 12
   word: last */
#include <pthread.h>
#include <stdio.h>

static int next_number(void)
{
    static int last;
    last += 1;
    return last;
}

static void *take(void *arg)
{
    *(int *)arg = next_number();
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    int x, y;
    pthread_create(&a, NULL, take, &x);
    pthread_create(&b, NULL, take, &y);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    printf("%d %d\n", x, y);
    return 0;
}
