/*
 * wait_graph.c - finds out who waits for whom, from the threads' pending operations.
 */
#include "wait_graph.h"

#include <string.h>

struct edges {
    unsigned count;
    uint32_t to[EXPLORE_MAX_THREADS]; /* the threads that are waited for */
};

static void add_edge(struct edges *edges, uint32_t to)
{
    if (to != EXPLORE_NOBODY)
        edges->to[edges->count++] = to;
}

static void add_readers(struct edges *edges, const struct object *lock)
{
    for (uint32_t i = 0; i < schedule.thread_count; i++)
        if (lock->readers.held[i] > 0)
            add_edge(edges, i);
}

const struct object *awaited_lock(const struct thread *thread)
{
    switch (thread->pending.op) {
    case EXPLORE_OP_LOCK:
    case EXPLORE_OP_TIMEDLOCK:
    case EXPLORE_OP_ONCE:
    case EXPLORE_OP_RDLOCK:
    case EXPLORE_OP_WRLOCK:
        return thread->pending.object;
    case EXPLORE_OP_WAKE:
        return thread->signalled ? thread->mutex : NULL;
    default:
        return NULL;
    }
}

static struct edges edges_of(const struct thread *thread)
{
    struct edges edges = {.count = 0};
    const struct object *lock = awaited_lock(thread);
    if (thread->ended)
        return edges;
    if (lock != NULL)
        add_edge(&edges, lock->owner);
    if (lock != NULL && thread->pending.op == EXPLORE_OP_WRLOCK)
        add_readers(&edges, lock);
    if (thread->pending.op == EXPLORE_OP_JOIN)
        add_edge(&edges, thread->pending.target->id);
    return edges;
}

struct search {
    bool seen[EXPLORE_MAX_THREADS];
    int place[EXPLORE_MAX_THREADS]; /* on the path, from 1 on; 0: not on it */
    uint32_t path[EXPLORE_MAX_THREADS];
    unsigned length; /* of the path */
    unsigned begin;  /* where on the path the cycle begins, once it is found */
};

/* Depth-first; when it returns true, path[begin..length) is a cycle. */
static bool search_from(struct search *search, uint32_t thread)
{
    search->seen[thread] = true;
    search->path[search->length++] = thread;
    search->place[thread] = (int)search->length;
    struct edges edges = edges_of(&schedule.threads[thread]);
    for (unsigned i = 0; i < edges.count; i++) {
        uint32_t to = edges.to[i];
        if (search->place[to] > 0) {
            search->begin = (unsigned)search->place[to] - 1;
            return true;
        }
        if (!search->seen[to] && search_from(search, to))
            return true;
    }
    search->place[thread] = 0;
    search->length--;
    return false;
}

uint32_t first_holder(const struct thread *thread)
{
    struct edges edges = edges_of(thread);
    return edges.count > 0 ? edges.to[0] : EXPLORE_NOBODY;
}

bool find_cycle(struct cycle *cycle)
{
    struct search search = {.length = 0};
    for (uint32_t i = 0; i < schedule.thread_count; i++) {
        if (search.seen[i] || !search_from(&search, i))
            continue;
        cycle->length = search.length - search.begin;
        memcpy(cycle->threads, &search.path[search.begin],
               cycle->length * sizeof *cycle->threads);
        return true;
    }
    return false;
}
