/* verdict: race
   what: main increments the same global as its thread, and returns without a join
   line: 15 25
   also: misuse */
#include <pthread.h>
#include <stdio.h>

int myglobal;
pthread_mutex_t mutex1 = PTHREAD_MUTEX_INITIALIZER;
pthread_mutex_t mutex2 = PTHREAD_MUTEX_INITIALIZER;

void *t_fun(void *arg)
{
    pthread_mutex_lock(&mutex1);
    myglobal = myglobal + 1;
    pthread_mutex_unlock(&mutex1);
    return arg;
}

int main(void)
{
    pthread_t id;
    pthread_create(&id, NULL, t_fun, NULL);
    pthread_mutex_lock(&mutex2);
    myglobal = myglobal + 1;
    pthread_mutex_unlock(&mutex2);
    printf("done\n");
    return 0;
}
