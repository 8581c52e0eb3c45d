/* verdict: clean
   what: tss_t with a destructor, created under call_once */
#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <threads.h>

static once_flag made = ONCE_FLAG_INIT;
static tss_t slot;
static atomic_int destroyed;

static void drop(void *value)
{
    free(value);
    destroyed++;
}

static void make_slot(void)
{
    tss_create(&slot, drop);
}

static int user(void *arg)
{
    call_once(&made, make_slot);
    int *mine = malloc(sizeof *mine);
    *mine = *(int *)arg;
    tss_set(slot, mine);
    thrd_yield();
    assert(*(int *)tss_get(slot) == *(int *)arg);
    return 0;
}

int main(void)
{
    thrd_t a, b;
    int one = 1, two = 2;
    thrd_create(&a, user, &one);
    thrd_create(&b, user, &two);
    thrd_join(a, NULL);
    thrd_join(b, NULL);
    assert(destroyed == 2);
    tss_delete(slot);
    return 0;
}
