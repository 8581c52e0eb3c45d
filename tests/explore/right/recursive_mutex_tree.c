/* verdict: clean
   what: a recursive function takes a recursive mutex at each level */
#define _GNU_SOURCE
#include <assert.h>
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static int visits;

static void visit(int depth)
{
    pthread_mutex_lock(&lock);
    visits++;
    if (depth > 0) {
        visit(depth - 1);
        visit(depth - 1);
    }
    pthread_mutex_unlock(&lock);
}

static void *walker(void *arg)
{
    visit((int)(long)arg);
    return arg;
}

int main(void)
{
    pthread_t one, two;
    pthread_create(&one, NULL, walker, (void *)2L);
    pthread_create(&two, NULL, walker, (void *)1L);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    assert(visits == 7 + 3);
    return 0;
}
