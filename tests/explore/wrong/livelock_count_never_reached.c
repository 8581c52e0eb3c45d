/* verdict: livelock
   what: increments get lost, so the number that main polls for is sometimes never
     reached
   line: 27 28 */
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#define N 2

static atomic_int finished;

static void *worker(void *arg)
{
    int seen = finished;
    finished = seen + 1;
    return arg;
}

int main(void)
{
    pthread_t t[N];
    for (int i = 0; i < N; i++) {
        pthread_create(&t[i], NULL, worker, NULL);
        pthread_detach(t[i]);
    }
    while (finished < N)
        usleep(10);
    return 0;
}
