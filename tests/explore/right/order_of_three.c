/* verdict: clean
   what: print in order: first, second, third, by two semaphores */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

typedef struct {
    sem_t first_done;
    sem_t second_done;
} Order;

static void *first(void *p)
{
    Order *o = p;
    printf("first");
    sem_post(&o->first_done);
    return NULL;
}

static void *second(void *p)
{
    Order *o = p;
    sem_wait(&o->first_done);
    printf("second");
    sem_post(&o->second_done);
    return NULL;
}

static void *third(void *p)
{
    Order *o = p;
    sem_wait(&o->second_done);
    printf("third\n");
    return NULL;
}

int main(void)
{
    Order o;
    pthread_t a, b, c;
    sem_init(&o.first_done, 0, 0);
    sem_init(&o.second_done, 0, 0);
    pthread_create(&c, NULL, third, &o);
    pthread_create(&b, NULL, second, &o);
    pthread_create(&a, NULL, first, &o);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    pthread_join(c, NULL);
    sem_destroy(&o.first_done);
    sem_destroy(&o.second_done);
    return 0;
}
