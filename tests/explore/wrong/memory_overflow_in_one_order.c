/* verdict: memory
   what: room is checked under the lock, used in another critical section
   line: 20 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int *items;
static int count, room = 3;

static void *add(void *arg)
{
    pthread_mutex_lock(&m);
    int fits = count < room;
    pthread_mutex_unlock(&m);
    if (!fits)
        return NULL;
    pthread_mutex_lock(&m);
    items[count++] = *(int *)arg;
    pthread_mutex_unlock(&m);
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    int one = 1, two = 2;
    items = malloc((size_t)room * sizeof *items);
    add(&one);
    add(&two);
    pthread_create(&a, NULL, add, &one);
    pthread_create(&b, NULL, add, &two);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    printf("%d\n", count);
    free(items);
    return 0;
}
