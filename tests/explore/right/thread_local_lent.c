/* verdict: clean
   what: a thread lends its thread-local variable to another one, which has its own besides */
#include <assert.h>
#include <errno.h>
#include <pthread.h>

static _Thread_local int count = 5;

static void *fill(void *arg)
{
    int *lent = arg;
    *lent = 43;
    errno = EINVAL;
    assert(count == 5 && lent != &count);
    return NULL;
}

int main(void)
{
    pthread_t thread;
    errno = 0;
    count = 42;
    pthread_create(&thread, NULL, fill, &count);
    pthread_join(thread, NULL);
    assert(count == 43 && errno == 0);
    return 0;
}
