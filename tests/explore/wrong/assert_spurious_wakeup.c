/* verdict: assertion
   what: one waiter, one signal, and no loop around the wait: a spurious wakeup is
     enough
   line: 19 */
#include <assert.h>
#include <stdbool.h>
#include <threads.h>

static mtx_t lock;
static cnd_t opened;
static bool is_open;

static int visitor(void *arg)
{
    (void)arg;
    mtx_lock(&lock);
    if (!is_open)
        cnd_wait(&opened, &lock);
    assert(is_open);
    mtx_unlock(&lock);
    return 0;
}

int main(void)
{
    thrd_t t;
    mtx_init(&lock, mtx_plain);
    cnd_init(&opened);
    thrd_create(&t, visitor, NULL);
    mtx_lock(&lock);
    is_open = true;
    cnd_signal(&opened);
    mtx_unlock(&lock);
    thrd_join(t, NULL);
    return 0;
}
