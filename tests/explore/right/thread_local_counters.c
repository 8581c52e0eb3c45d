/* verdict: clean
   what: thread-local counters, added up under a lock at the end */
#include <assert.h>
#include <pthread.h>

static __thread int mine;
static int all;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;

static void count(void)
{
    mine++;
}

static void *run(void *arg)
{
    for (int i = 0; i < *(int *)arg; i++)
        count();
    pthread_mutex_lock(&m);
    all += mine;
    pthread_mutex_unlock(&m);
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    int three = 3, four = 4;
    mine = 100;
    pthread_create(&a, NULL, run, &three);
    pthread_create(&b, NULL, run, &four);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    assert(all == 7 && mine == 100);
    return 0;
}
