/* verdict: clean
   what: neighbouring bit-fields are all under one lock */
#include <assert.h>
#include <pthread.h>

static struct {
    pthread_mutex_t m;
    unsigned open : 1;
    unsigned dirty : 1;
    unsigned users : 6;
} file = {.m = PTHREAD_MUTEX_INITIALIZER};

static void *open_file(void *arg)
{
    pthread_mutex_lock(&file.m);
    file.open = 1;
    file.users++;
    pthread_mutex_unlock(&file.m);
    return arg;
}

static void *write_file(void *arg)
{
    pthread_mutex_lock(&file.m);
    file.dirty = 1;
    file.users++;
    pthread_mutex_unlock(&file.m);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, open_file, NULL);
    pthread_create(&b, NULL, write_file, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    assert(file.open && file.dirty && file.users == 2);
    return 0;
}
