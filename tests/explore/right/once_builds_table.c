/* verdict: clean
   what: a table is built by pthread_once and read by everyone */
#include <assert.h>
#include <pthread.h>

static int squares[10];
static int builds;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void build(void)
{
    builds++;
    for (int i = 0; i < 10; i++)
        squares[i] = i * i;
}

static int square(int i)
{
    pthread_once(&once, build);
    return squares[i];
}

static void *reader(void *arg)
{
    (void)arg;
    assert(square(3) == 9);
    assert(square(9) == 81);
    return NULL;
}

int main(void)
{
    pthread_t t[3];
    for (int i = 0; i < 3; i++)
        pthread_create(&t[i], 0, reader, 0);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], 0);
    assert(builds == 1);
    return 0;
}
