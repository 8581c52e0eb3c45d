/* verdict: crash
   what: an average divided by a count that another thread has not raised yet
   line: 22 */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int sum, count;

static void *add(void *p)
{
    pthread_mutex_lock(&m);
    sum += 12;
    count++;
    pthread_mutex_unlock(&m);
    return p;
}

static void *average(void *p)
{
    pthread_mutex_lock(&m);
    printf("%d\n", sum / count);
    pthread_mutex_unlock(&m);
    return p;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, add, NULL);
    pthread_create(&b, NULL, average, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
