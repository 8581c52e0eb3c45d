/* verdict: clean
   what: a hundred threads, each adds once under the lock */
#include <assert.h>
#include <pthread.h>

#define N 100

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int sum;

static void *add(void *arg)
{
    pthread_mutex_lock(&m);
    sum += (int)(long)arg;
    pthread_mutex_unlock(&m);
    return NULL;
}

int main(void)
{
    pthread_t t[N];
    for (long i = 0; i < N; i++) {
        int error = pthread_create(&t[i], NULL, add, (void *)i);
        assert(error == 0);
    }
    for (int i = 0; i < N; i++)
        pthread_join(t[i], NULL);
    assert(sum == N * (N - 1) / 2);
    return 0;
}
