/* verdict: crash
   what: the number of handlers is raised before the handler is stored
   line: 27 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

#define MAX 4

static void (*_Atomic handlers[MAX])(void);
static atomic_int handler_count;

static void beep(void)
{
    puts("beep");
}

static void add_handler(void (*handler)(void))
{
    int place = handler_count++;
    handlers[place] = handler;
}

static void *event(void *p)
{
    for (int i = 0; i < handler_count; i++)
        atomic_load (&handlers[i])();
    return p;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, event, NULL);
    add_handler(beep);
    pthread_join(t, NULL);
    return 0;
}
