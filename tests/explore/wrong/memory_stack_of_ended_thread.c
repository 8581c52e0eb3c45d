/* verdict: memory
   what: a thread returns the address of its local variable, and main reads it
   line: 21 */
#include <pthread.h>
#include <stdio.h>

static void *square(void *arg)
{
    int result = *(int *)arg * *(int *)arg;
    int *place = &result;
    return place;
}

int main(void)
{
    pthread_t t;
    int n = 9;
    void *result;
    pthread_create(&t, NULL, square, &n);
    pthread_join(t, &result);
    printf("%d\n", *(int *)result);
    return 0;
}
