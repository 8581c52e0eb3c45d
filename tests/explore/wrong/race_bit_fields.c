/* verdict: race
   what: two bit-fields of one word are set by two threads, each under its own lock
   line: 18 26 */
#include <pthread.h>
#include <stdio.h>

static struct {
    unsigned open : 1;
    unsigned dirty : 1;
} file;

static pthread_mutex_t open_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t dirty_lock = PTHREAD_MUTEX_INITIALIZER;

static void *set_open(void *arg)
{
    pthread_mutex_lock(&open_lock);
    file.open = 1;
    pthread_mutex_unlock(&open_lock);
    return arg;
}

static void *set_dirty(void *arg)
{
    pthread_mutex_lock(&dirty_lock);
    file.dirty = 1;
    pthread_mutex_unlock(&dirty_lock);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, set_open, NULL);
    pthread_create(&b, NULL, set_dirty, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    printf("%d %d\n", file.open, file.dirty);
    return 0;
}
