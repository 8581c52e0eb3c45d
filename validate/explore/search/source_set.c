/*
 * source_set.c - finds initials.
 */
#include "source_set.h"

#include "order.h"

static bool matters(const struct sources *node, unsigned thread)
{
    return set_has(&node->source, thread) || set_has(&node->sleep, thread);
}

/* The threads of the steps that could come instead of `event`. */
struct tail {
    unsigned event;
    uint32_t seen[EXPLORE_MAX_THREADS];
    unsigned
        first[EXPLORE_MAX_THREADS]; /* position of the first step of each in seen[] */
    unsigned count;
    struct thread_set set; /* those in seen[] */
    struct thread_set initials;
};

/* Adds a thread whose first step among them is at `position`. `clock`: what comes before
 * that step; NULL: it is known to order.h. */
static void add(struct tail *tail, uint32_t thread, unsigned position,
                const uint32_t *clock)
{
    bool initial = true;
    for (unsigned i = 0; initial && i < tail->count; i++) {
        uint32_t other = tail->seen[i];
        unsigned before =
            clock != NULL ? clock[other] : order_before(position - 1, other);
        initial = before < tail->first[i];
    }
    tail->seen[tail->count] = thread;
    tail->first[tail->count++] = position;
    set_add(&tail->set, thread);
    if (initial)
        set_add(&tail->initials, thread);
}

/* Returns true if an initial is found that is tried anyway. */
static bool add_until_tried(struct tail *tail, const struct sources *node,
                            unsigned events)
{
    uint32_t first = order_thread(tail->event);
    for (unsigned i = tail->event + 1; i < events; i++) {
        uint32_t thread = order_thread(i);
        if (set_has(&tail->set, thread) || order_before(i, first) > tail->event)
            continue;
        add(tail, thread, i + 1, NULL);
        if (set_has(&tail->initials, thread) && matters(node, thread))
            return true;
    }
    return false;
}

/* The thread of the race itself, if it is an initial. Where no initial can step, which
 * doesn't happen as long as dependence is told truly, everybody is tried. */
static void add_source(struct sources *node, const struct tail *tail, uint32_t thread)
{
    struct thread_set possible =
        set_without(tail->initials, set_without(tail->initials, node->enabled));
    if (set_has(&possible, thread))
        set_add(&node->source, thread);
    else if (!set_is_empty(&possible))
        set_add(&node->source, set_first(&possible));
    else
        node->source = set_union(node->source, node->enabled);
}

unsigned source_set_grow(struct sources *node, unsigned event, uint32_t thread,
                         const uint32_t *clock, unsigned events)
{
    struct tail tail;
    tail.event = event;
    tail.count = 0;
    tail.set = tail.initials = (struct thread_set){{0}};
    if (add_until_tried(&tail, node, events))
        return events - event;
    if (!set_has(&tail.set, thread))
        add(&tail, thread, events + 1, clock);
    if (!set_has(&tail.initials, thread) || !matters(node, thread))
        add_source(node, &tail, thread);
    return events - event;
}
