/* verdict: assertion
   what: a lock-free free list whose head comes back with another second element (ABA)
   line: 22 */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

/* cell i is followed by next[i]; 0 ends the list */
static atomic_int head = 1;
static atomic_int next[4] = {0, 2, 3, 0};
static atomic_int used[4];

static int take(void)
{
    int first = atomic_load(&head);
    while (first != 0) {
        int second = atomic_load(&next[first]);
        if (atomic_compare_exchange_strong(&head, &first, second))
            break;
    }
    if (first != 0)
        assert(atomic_exchange(&used[first], 1) == 0);
    return first;
}

static void give(int cell)
{
    atomic_store(&used[cell], 0);
    int first = atomic_load(&head);
    do
        atomic_store(&next[cell], first);
    while (!atomic_compare_exchange_strong(&head, &first, cell));
}

static void *slow(void *arg)
{
    take();
    take();
    return arg;
}

static void *quick(void *arg)
{
    int a = take();
    take();
    if (a != 0)
        give(a);
    return arg;
}

int main(void)
{
    pthread_t x, y;
    pthread_create(&x, NULL, slow, NULL);
    pthread_create(&y, NULL, quick, NULL);
    pthread_join(x, NULL);
    pthread_join(y, NULL);
    return 0;
}
