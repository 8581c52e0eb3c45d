/* verdict: assertion
   what: a work-stealing deque whose owner takes the last item without asking the thief
   line: 43 */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

#define ITEMS 3

static atomic_int top, bottom;
static atomic_int items[ITEMS];
static atomic_int taken[ITEMS];

static void push(int item)
{
    items[bottom] = item;
    bottom++;
}

static int pop(void)
{
    int b = bottom - 1;
    bottom = b;
    if (b < top) {
        bottom = top;
        return -1;
    }
    return items[b];
}

static int steal(void)
{
    int t = top;
    if (t >= bottom)
        return -1;
    int item = items[t];
    return atomic_compare_exchange_strong(&top, &t, t + 1) ? item : -1;
}

static void work(int item)
{
    if (item >= 0)
        assert(atomic_fetch_add(&taken[item], 1) == 0);
}

static void *thief(void *arg)
{
    work(steal());
    work(steal());
    return arg;
}

int main(void)
{
    pthread_t t;
    for (int i = 0; i < ITEMS; i++)
        push(i);
    pthread_create(&t, NULL, thief, NULL);
    work(pop());
    work(pop());
    pthread_join(t, NULL);
    return 0;
}
