/* verdict: race
   what: the address of a thread-local variable is given to another thread
   line: 15 24 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static _Thread_local int progress;
static _Atomic(int *) watched;

static void *worker(void *arg)
{
    progress = 1;
    watched = &progress;
    progress = 2;
    pthread_barrier_wait(arg);
    return NULL;
}

static void *watcher(void *arg)
{
    int *place = watched;
    if (place != NULL)
        printf("%d\n", *place);
    pthread_barrier_wait(arg);
    return NULL;
}

int main(void)
{
    pthread_barrier_t end;
    pthread_t a, b;
    pthread_barrier_init(&end, NULL, 2);
    pthread_create(&a, NULL, worker, &end);
    pthread_create(&b, NULL, watcher, &end);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    pthread_barrier_destroy(&end);
    return 0;
}
