/* verdict: race
   what: each thread gets a copy of the structure, with a copy of its mutex
   line: 16 */
#include <pthread.h>
#include <stdio.h>

struct work {
    pthread_mutex_t lock;
    int *total;
};

static void *add(void *arg)
{
    struct work *w = arg;
    pthread_mutex_lock(&w->lock);
    *w->total += 5;
    pthread_mutex_unlock(&w->lock);
    return NULL;
}

int main(void)
{
    int total = 0;
    struct work original = {PTHREAD_MUTEX_INITIALIZER, &total};
    struct work copies[2] = {original, original};
    pthread_t t[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&t[i], NULL, add, &copies[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(t[i], NULL);
    printf("%d\n", total);
    return 0;
}
