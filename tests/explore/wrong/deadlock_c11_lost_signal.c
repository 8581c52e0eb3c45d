/* verdict: deadlock
   what: C11: the mutex is given back between the test and the wait
   line: 24 37 */
#include <stdbool.h>
#include <threads.h>

static mtx_t m;
static cnd_t c;
static bool finished;

static bool is_finished(void)
{
    mtx_lock(&m);
    bool answer = finished;
    mtx_unlock(&m);
    return answer;
}

static int work(void *arg)
{
    (void)arg;
    mtx_lock(&m);
    finished = true;
    cnd_signal(&c);
    mtx_unlock(&m);
    return 0;
}

int main(void)
{
    thrd_t t;
    mtx_init(&m, mtx_plain);
    cnd_init(&c);
    thrd_create(&t, work, NULL);
    while (!is_finished()) {
        mtx_lock(&m);
        cnd_wait(&c, &m);
        mtx_unlock(&m);
    }
    thrd_join(t, NULL);
    return 0;
}
