/* verdict: misuse
   what: C11: the thread is neither joined nor detached
   line: 17 */
#include <threads.h>

static int ticks;

static int tick(void *arg)
{
    *(int *)arg = 1;
    return 0;
}

int main(void)
{
    thrd_t t;
    thrd_create(&t, tick, &ticks);
    return 0;
}
