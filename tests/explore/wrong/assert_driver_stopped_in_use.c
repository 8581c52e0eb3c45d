/* verdict: assertion
   what: a driver's request looks whether the device is being stopped before it counts
     itself in
   line: 29 */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

static atomic_int pending = 1;
static atomic_bool stopping, stopped;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t idle = PTHREAD_COND_INITIALIZER;

static void done_with_io(void)
{
    if (atomic_fetch_sub(&pending, 1) != 1)
        return;
    pthread_mutex_lock(&m);
    pthread_cond_signal(&idle);
    pthread_mutex_unlock(&m);
}

static void *request(void *p)
{
    if (stopping)
        return p;
    atomic_fetch_add(&pending, 1);
    assert(!stopped);
    done_with_io();
    return p;
}

static void *stop(void *p)
{
    stopping = true;
    atomic_fetch_sub(&pending, 1);
    pthread_mutex_lock(&m);
    while (pending > 0)
        pthread_cond_wait(&idle, &m);
    pthread_mutex_unlock(&m);
    stopped = true;
    return p;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, request, NULL);
    pthread_create(&b, NULL, stop, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
