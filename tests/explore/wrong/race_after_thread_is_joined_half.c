/* verdict: race
   what: of two threads only one has been joined when main reads what both write
   line: 13 25 */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int sum;

static void *add(void *arg)
{
    pthread_mutex_lock(&m);
    sum += *(int *)arg;
    pthread_mutex_unlock(&m);
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    int x = 1, y = 2;
    pthread_create(&a, NULL, add, &x);
    pthread_create(&b, NULL, add, &y);
    pthread_join(a, NULL);
    printf("%d\n", sum);
    pthread_join(b, NULL);
    return 0;
}
