/* verdict: livelock
   what: who gives up waiting throws its ticket away, and that number is never served
   line: 14 17 */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>

static atomic_uint next, serving;

static bool enter(bool patient)
{
    unsigned mine = atomic_fetch_add(&next, 1);
    while (serving != mine) {
        if (!patient)
            return false;
        sched_yield();
    }
    return true;
}

static void *patient(void *arg)
{
    enter(true);
    atomic_fetch_add(&serving, 1);
    return arg;
}

static void *impatient(void *arg)
{
    if (enter(false))
        atomic_fetch_add(&serving, 1);
    return arg;
}

int main(void)
{
    void *(*kinds[3])(void *) = {patient, impatient, patient};
    pthread_t t[3];
    for (int i = 0; i < 3; i++)
        pthread_create(&t[i], NULL, kinds[i], NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    return 0;
}
