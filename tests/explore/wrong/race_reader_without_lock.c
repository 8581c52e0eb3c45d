/* verdict: race
   what: the writer locks, the reader thinks that reading needs no lock
   line: 13 20 */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static double price = 1.0;

static void *update(void *arg)
{
    pthread_mutex_lock(&lock);
    price *= 1.1;
    pthread_mutex_unlock(&lock);
    return arg;
}

static void *show(void *arg)
{
    printf("%.2f\n", price);
    return arg;
}

int main(void)
{
    pthread_t u, s;
    pthread_create(&u, NULL, update, NULL);
    pthread_create(&s, NULL, show, NULL);
    pthread_join(u, NULL);
    pthread_join(s, NULL);
    return 0;
}
