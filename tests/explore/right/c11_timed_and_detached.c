/* verdict: clean
   what: mtx_timedlock, cnd_timedwait, thrd_sleep, thrd_exit and thrd_detach */
#include <stdio.h>
#include <threads.h>
#include <time.h>

static mtx_t m;
static cnd_t over;
static int left = 2;

static struct timespec in_one_second(void)
{
    struct timespec t;
    timespec_get(&t, TIME_UTC);
    t.tv_sec += 1;
    return t;
}

static int worker(void *arg)
{
    struct timespec pause = {.tv_nsec = 1000000};
    (void)arg;
    thrd_sleep(&pause, NULL);
    struct timespec until = in_one_second();
    while (mtx_timedlock(&m, &until) != thrd_success)
        until = in_one_second();
    left--;
    cnd_signal(&over);
    mtx_unlock(&m);
    thrd_exit(0);
}

int main(void)
{
    mtx_init(&m, mtx_timed);
    cnd_init(&over);
    for (int i = 0; i < 2; i++) {
        thrd_t t;
        if (thrd_create(&t, worker, NULL) != thrd_success)
            return 1;
        thrd_detach(t);
    }
    mtx_lock(&m);
    while (left > 0) {
        struct timespec until = in_one_second();
        if (cnd_timedwait(&over, &m, &until) == thrd_timedout)
            break;
    }
    printf("%d left\n", left);
    mtx_unlock(&m);
    return 0;
}
