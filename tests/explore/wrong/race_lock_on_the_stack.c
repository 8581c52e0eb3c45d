/* verdict: race
   what: the mutex is a local variable of the function: everyone locks a mutex of his
     own
   line: 15 */
#include <pthread.h>
#include <stdio.h>

static unsigned visitors;

static void *visit(void *arg)
{
    pthread_mutex_t lock;
    pthread_mutex_init(&lock, NULL);
    pthread_mutex_lock(&lock);
    visitors++;
    pthread_mutex_unlock(&lock);
    pthread_mutex_destroy(&lock);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, visit, NULL);
    pthread_create(&b, NULL, visit, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    printf("%u\n", visitors);
    return 0;
}
