/* verdict: clean
   what: a large structure is assigned and returned by value, always under the lock */
#include <assert.h>
#include <pthread.h>

typedef struct {
    long x, y, z;
    char label[20];
} Point;

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static Point where = {1, 1, 1, "start"};

static Point get(void)
{
    pthread_mutex_lock(&m);
    Point p = where;
    pthread_mutex_unlock(&m);
    return p;
}

static void *move(void *arg)
{
    pthread_mutex_lock(&m);
    where = (Point){2, 2, 2, "end"};
    pthread_mutex_unlock(&m);
    return arg;
}

static void *watch(void *arg)
{
    Point p = get();
    assert(p.x == p.y && p.y == p.z);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, move, NULL);
    pthread_create(&b, NULL, watch, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
