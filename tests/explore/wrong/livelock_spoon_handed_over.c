/* verdict: livelock
   what: a couple with one spoon: who has it hands it over as long as the other is
     hungry
   line: 18 27 28 */
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>

static pthread_mutex_t table = PTHREAD_MUTEX_INITIALIZER;
static int spoon;
static bool hungry[2] = {true, true};

static void *eater(void *arg)
{
    int me = *(int *)arg, other = 1 - me;
    bool eaten = false;
    while (!eaten) {
        pthread_mutex_lock(&table);
        if (spoon == me) {
            if (hungry[other]) {
                spoon = other;
            } else {
                hungry[me] = false;
                eaten = true;
            }
        }
        pthread_mutex_unlock(&table);
        sched_yield();
    }
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    int zero = 0, one = 1;
    pthread_create(&a, NULL, eater, &zero);
    pthread_create(&b, NULL, eater, &one);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
