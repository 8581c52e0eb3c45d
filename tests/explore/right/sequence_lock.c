/* verdict: clean
   what: a sequence lock whose reader tries again until both numbers agree */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_uint sequence;
static atomic_int x, y;

static void *writer(void *arg)
{
    for (int i = 1; i <= 2; i++) {
        sequence++;
        x = i;
        y = -i;
        sequence++;
    }
    return arg;
}

static void *reader(void *arg)
{
    unsigned before;
    int a, b;
    do {
        while ((before = sequence) % 2 == 1)
            ;
        a = x;
        b = y;
    } while (sequence != before);
    assert(a == -b);
    return arg;
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
