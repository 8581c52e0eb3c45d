/* verdict: crash
   what: a callback is taken away between the test and the call
   line: 20 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

typedef void (*callback)(int);

static _Atomic(callback) on_event;

static void print_event(int number)
{
    printf("event %d\n", number);
}

static void *fire(void *p)
{
    if (on_event != NULL)
        atomic_load (&on_event)(1);
    return p;
}

static void *remove_callback(void *p)
{
    on_event = NULL;
    return p;
}

int main(void)
{
    pthread_t a, b;
    on_event = print_event;
    pthread_create(&a, NULL, fire, NULL);
    pthread_create(&b, NULL, remove_callback, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
