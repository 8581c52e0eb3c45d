/* verdict: clean
   what: a flag is polled under a lock with sleeps in between; slow but correct */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static bool finished;
static int result;

static void *worker(void *arg)
{
    pthread_mutex_lock(&m);
    result = 12;
    finished = true;
    pthread_mutex_unlock(&m);
    return arg;
}

static bool is_finished(void)
{
    pthread_mutex_lock(&m);
    bool answer = finished;
    pthread_mutex_unlock(&m);
    return answer;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, worker, NULL);
    while (!is_finished())
        usleep(1000);
    printf("%d\n", result);
    pthread_join(t, NULL);
    return 0;
}
