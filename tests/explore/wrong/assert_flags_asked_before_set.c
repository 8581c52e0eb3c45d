/* verdict: assertion
   what: mutual exclusion by two flags, each asking for the other's before setting its
     own
   line: 26 */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static _Atomic int busy1, busy2;
static _Atomic int critical;

#define THREAD(name, mine, other)                                                        \
    static void *name(void *p)                                                           \
    {                                                                                    \
        while (other)                                                                    \
            ;                                                                            \
        mine = 1;                                                                        \
        enter();                                                                         \
        mine = 0;                                                                        \
        return p;                                                                        \
    }

static void enter(void)
{
    int others = critical++;
    assert(others == 0);
    critical--;
}

THREAD(one, busy1, busy2)
THREAD(two, busy2, busy1)

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, one, NULL);
    pthread_create(&b, NULL, two, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
