/* verdict: race
   what: the lock of element i is taken for the access to element i + 1
   line: 16 23 */
#include <pthread.h>

#define N 3

struct cell {
    pthread_mutex_t lock;
    int value;
} cells[N];

static void bump(struct cell *c, int i)
{
    pthread_mutex_lock(&c[i].lock);
    c[i].value++;
    pthread_mutex_unlock(&c[i].lock);
}

static void bump_next(struct cell *c, int i)
{
    pthread_mutex_lock(&c[i].lock);
    c[i + 1].value++;
    pthread_mutex_unlock(&c[i].lock);
}

static void *one(void *arg)
{
    bump(arg, 1);
    return NULL;
}

static void *two(void *arg)
{
    bump_next(arg, 0);
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    for (int i = 0; i < N; i++)
        pthread_mutex_init(&cells[i].lock, NULL);
    pthread_create(&a, NULL, one, cells);
    pthread_create(&b, NULL, two, cells);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
