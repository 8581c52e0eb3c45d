/* verdict: clean
   what: a one-place mailbox of mtx_t and cnd_t, closed by a special letter */
#include <assert.h>
#include <stdbool.h>
#include <threads.h>

static mtx_t m;
static cnd_t emptied, filled;
static bool full;
static int letter;

static void post(int value)
{
    mtx_lock(&m);
    while (full)
        cnd_wait(&emptied, &m);
    letter = value;
    full = true;
    cnd_signal(&filled);
    mtx_unlock(&m);
}

static int take(void)
{
    mtx_lock(&m);
    while (!full)
        cnd_wait(&filled, &m);
    int value = letter;
    full = false;
    cnd_signal(&emptied);
    mtx_unlock(&m);
    return value;
}

static int sender(void *arg)
{
    (void)arg;
    post(5);
    post(6);
    post(-1);
    return 0;
}

int main(void)
{
    thrd_t t;
    int sum = 0, value;
    mtx_init(&m, mtx_plain);
    cnd_init(&emptied);
    cnd_init(&filled);
    thrd_create(&t, sender, NULL);
    while ((value = take()) != -1)
        sum += value;
    thrd_join(t, NULL);
    assert(sum == 11);
    cnd_destroy(&filled);
    cnd_destroy(&emptied);
    mtx_destroy(&m);
    return 0;
}
