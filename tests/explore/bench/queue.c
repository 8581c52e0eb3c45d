/* A bounded queue of 2 places, two that put 4 items each and two that take 4 each. */
#include <pthread.h>

#define PLACES 2
#define EACH   4

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t not_empty = PTHREAD_COND_INITIALIZER;
static pthread_cond_t not_full = PTHREAD_COND_INITIALIZER;
static int items[PLACES];
static int count, head, sum;

static void put(int item)
{
    pthread_mutex_lock(&lock);
    while (count == PLACES)
        pthread_cond_wait(&not_full, &lock);
    items[(head + count) % PLACES] = item;
    count++;
    pthread_cond_signal(&not_empty);
    pthread_mutex_unlock(&lock);
}

static int get(void)
{
    pthread_mutex_lock(&lock);
    while (count == 0)
        pthread_cond_wait(&not_empty, &lock);
    int item = items[head];
    head = (head + 1) % PLACES;
    count--;
    sum += item;
    pthread_cond_signal(&not_full);
    pthread_mutex_unlock(&lock);
    return item;
}

static void *produce(void *arg)
{
    for (int i = 0; i < EACH; i++)
        put(i);
    return arg;
}

static void *consume(void *arg)
{
    for (int i = 0; i < EACH; i++)
        get();
    return arg;
}

int main(void)
{
    pthread_t threads[4];
    count = head = sum = 0;
    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, i % 2 ? consume : produce, NULL);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
