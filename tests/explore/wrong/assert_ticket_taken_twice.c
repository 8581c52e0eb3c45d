/* verdict: assertion
   what: in a ticket lock the number is loaded and stored in two steps
   line: 24
   also: race */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_uint next_ticket, now_serving;
static int inside;

static void enter(void)
{
    unsigned mine = next_ticket;
    next_ticket = mine + 1;
    while (now_serving < mine)
        ;
}

static void *worker(void *arg)
{
    enter();
    inside++;
    assert(inside == 1);
    inside--;
    atomic_fetch_add(&now_serving, 1);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, worker, NULL);
    pthread_create(&b, NULL, worker, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
