/* verdict: assertion
   what: the atomic state is loaded and then set, so two threads make the single object
   line: 30 */
#include <assert.h>
#include <stdatomic.h>
#include <threads.h>

enum { NOTHING, READY };

static atomic_int state = NOTHING;
static atomic_int made;

static int get(void *arg)
{
    (void)arg;
    if (atomic_load_explicit(&state, memory_order_acquire) == NOTHING) {
        made++;
        atomic_store_explicit(&state, READY, memory_order_release);
    }
    return 0;
}

int main(void)
{
    thrd_t a, b;
    thrd_create(&a, get, NULL);
    thrd_create(&b, get, NULL);
    thrd_join(a, NULL);
    thrd_join(b, NULL);
    assert(made == 1);
    return 0;
}
