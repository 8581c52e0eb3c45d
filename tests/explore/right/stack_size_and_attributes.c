/* verdict: clean
   what: threads with attributes: a stack size, and joinable said aloud */
#include <assert.h>
#include <pthread.h>

static void *square(void *arg)
{
    long n = (long)arg;
    return (void *)(n * n);
}

int main(void)
{
    pthread_attr_t attr;
    pthread_t t;
    void *result;
    if (pthread_attr_init(&attr) != 0)
        return 1;
    pthread_attr_setstacksize(&attr, 1 << 18);
    pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_JOINABLE);
    int error = pthread_create(&t, &attr, square, (void *)9L);
    assert(error == 0);
    pthread_attr_destroy(&attr);
    pthread_join(t, &result);
    assert((long)result == 81);
    return 0;
}
