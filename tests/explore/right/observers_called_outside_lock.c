/* verdict: clean
   what: observers are copied under the lock and called without it */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#define MAX 4

typedef void observer(void *context, int value);

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static struct entry {
    observer *call;
    void *context;
} entries[MAX];
static int entry_count;

static void watch(observer *call, void *context)
{
    pthread_mutex_lock(&m);
    entries[entry_count++] = (struct entry){call, context};
    pthread_mutex_unlock(&m);
}

static void publish(int value)
{
    struct entry copy[MAX];
    pthread_mutex_lock(&m);
    int count = entry_count;
    memcpy(copy, entries, sizeof entries);
    pthread_mutex_unlock(&m);
    for (int i = 0; i < count; i++)
        copy[i].call(copy[i].context, value);
}

static void add(void *context, int value)
{
    atomic_fetch_add((atomic_int *)context, value);
}

static void *publisher(void *arg)
{
    publish(*(int *)arg);
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    atomic_int first = 0, second = 0;
    int five = 5, six = 6;
    watch(add, &first);
    pthread_create(&a, NULL, publisher, &five);
    pthread_create(&b, NULL, publisher, &six);
    watch(add, &second);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    assert(first == 11 && second <= 11);
    return 0;
}
