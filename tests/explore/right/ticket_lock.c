/* verdict: clean
   what: a ticket lock: take a number, spin until it is called */
#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

struct ticket_lock {
    atomic_uint next;
    atomic_uint serving;
};

static struct ticket_lock lock;
static int total;

static void ticket_lock(struct ticket_lock *l)
{
    unsigned mine = atomic_fetch_add_explicit(&l->next, 1, memory_order_relaxed);
    while (atomic_load_explicit(&l->serving, memory_order_acquire) != mine)
        sched_yield();
}

static void ticket_unlock(struct ticket_lock *l)
{
    unsigned mine = atomic_load_explicit(&l->serving, memory_order_relaxed);
    atomic_store_explicit(&l->serving, mine + 1, memory_order_release);
}

static void *add(void *arg)
{
    ticket_lock(&lock);
    total += (int)(long)arg;
    ticket_unlock(&lock);
    return NULL;
}

int main(void)
{
    pthread_t t[3];
    for (long i = 0; i < 3; i++)
        pthread_create(&t[i], NULL, add, (void *)(i + 1));
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    assert(total == 6);
    return 0;
}
