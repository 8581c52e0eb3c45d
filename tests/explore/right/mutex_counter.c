/* verdict: clean
   what: the textbook counter under one mutex */
#include <assert.h>
#include <pthread.h>
#include <stdio.h>

int counter = 0;
pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

void *increment(void *arg)
{
    int times = *(int *)arg;
    for (int i = 0; i < times; i++) {
        pthread_mutex_lock(&mutex);
        counter++;
        pthread_mutex_unlock(&mutex);
    }
    return NULL;
}

int main()
{
    pthread_t t1, t2;
    int times = 5;
    pthread_create(&t1, NULL, increment, &times);
    pthread_create(&t2, NULL, increment, &times);
    pthread_join(t1, NULL);
    pthread_join(t2, NULL);
    printf("counter = %d\n", counter);
    assert(counter == 10);
    return 0;
}
