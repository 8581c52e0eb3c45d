/* verdict: assertion
   what: a sequence lock whose reader looks at the number before, but not after
   line: 27 */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_uint sequence;
static atomic_int x, y;

static void *writer(void *p)
{
    atomic_fetch_add(&sequence, 1);
    x = 1;
    y = 1;
    atomic_fetch_add(&sequence, 1);
    return p;
}

static void *reader(void *p)
{
    unsigned before = sequence;
    if (before % 2 == 1)
        return p;
    int seen_x = x;
    int seen_y = y;
    assert(seen_x == seen_y);
    return p;
}

int main(void)
{
    pthread_t w, r;
    pthread_create(&w, NULL, writer, NULL);
    pthread_create(&r, NULL, reader, NULL);
    pthread_join(w, NULL);
    pthread_join(r, NULL);
    return 0;
}
