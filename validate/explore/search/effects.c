/*
 * effects.c - what each modelled operation does to which thing.
 */
#include "dependence.h"

/* Things that aren't memory have the lowest bit set; memory goes by aligned eight bytes.
 * */
#define THING_THREADS 1u /* the table that gives threads their numbers */
#define THING_TIME    3u
#define THING_PIPES   5u /* what can be read and written of all pipes: for poll */
#define THING_THREAD(id)                                                                 \
    (7u + 2u * (uintptr_t)(id)) /* fits below the first page of memory */
#define GRANULE 8u

bool dependence_on_time;

struct list {
    struct effect *effects;
    unsigned count;
};

static struct effect *add(struct list *list, uintptr_t thing, enum effect_kind kind)
{
    struct effect *effect = &list->effects[list->count++];
    *effect = (struct effect){.thing = thing, .kind = (uint8_t)kind, .last = GRANULE - 1};
    return effect;
}

static uintptr_t thing_at(const void *address)
{
    return (uintptr_t)address | 1u;
}

/* An access to memory touches each aligned eight bytes that it has part in. */
static void add_access(struct list *list, const void *address, unsigned size,
                       enum effect_kind kind)
{
    uintptr_t begin = (uintptr_t)address, end = begin + (size > 0 ? size : 1);
    while (begin < end) {
        uintptr_t granule = begin & ~(uintptr_t)(GRANULE - 1);
        uintptr_t stop = granule + GRANULE < end ? granule + GRANULE : end;
        struct effect *effect = add(list, granule, kind);
        effect->first = (uint8_t)(begin - granule);
        effect->last = (uint8_t)(stop - 1 - granule);
        begin = stop;
    }
}

/* One view of a step that was taken, or of an operation that is pending. */
struct view {
    enum explore_op op;
    const struct object *object;
    const void *address;
    const void *second;
    unsigned size;
    uint32_t target;
    uint32_t thread;
    bool failed;  /* a try in vain, a timeout */
    bool patient; /* waits until it can, however long */
    bool signalled;
    bool found; /* signal, broadcast: somebody waits */
    bool pending;
};

/* ---- primitives ---------------------------------------------------------------------
 * */

static void add_lock(struct list *list, const struct view *view, uintptr_t thing,
                     enum effect_kind kind)
{
    add(list, thing, view->failed ? EFFECT_READ : kind)->blocks = view->patient;
}

static void add_draw(struct list *list, const struct view *view, uintptr_t thing)
{
    if (view->failed) {
        add(list, thing, EFFECT_READ);
        return;
    }
    struct effect *effect = add(list, thing, EFFECT_DRAW);
    effect->blocks = view->patient;
    effect->value = view->object->value + !view->pending;
}

static void add_arrival(struct list *list, const struct view *view, uintptr_t thing)
{
    const struct object *barrier = view->object;
    struct effect *effect = add(list, thing, EFFECT_ARRIVE);
    effect->value = barrier->barrier.round * 2 + (barrier->barrier.arrived == 0);
}

static void add_pass(struct list *list, const struct view *view, uintptr_t thing)
{
    unsigned round = schedule.threads[view->thread].barrier_round;
    add(list, thing, EFFECT_PASS)->value = (round + 1) * 2 + 1;
}

static void add_wait(struct list *list, const struct view *view, uintptr_t thing)
{
    if (view->op == EXPLORE_OP_WAIT) {
        add(list, thing, EFFECT_SLEEP);
        add(list, thing_at(view->second), EFFECT_GIVE);
        return;
    }
    if (!view->signalled)
        add(list, thing, EFFECT_LEAVE);
    add(list, thing_at(view->second), EFFECT_TAKE)->blocks = true;
}

/* Is it a read lock that is given up? It kept no other readers out. */
static bool is_shared(const struct view *view)
{
    enum explore_op got = view->object->got;
    return got == EXPLORE_OP_RDLOCK || got == EXPLORE_OP_TRYRDLOCK;
}

static void add_primitive(struct list *list, const struct view *view)
{
    uintptr_t thing = thing_at(view->object->address);
    switch (view->op) {
    case EXPLORE_OP_LOCK:
    case EXPLORE_OP_TRYLOCK:
    case EXPLORE_OP_TIMEDLOCK:
        add_lock(list, view, thing, EFFECT_TAKE);
        break;
    case EXPLORE_OP_UNLOCK:
    case EXPLORE_OP_ONCE_DONE:
        add(list, thing, EFFECT_GIVE);
        break;
    case EXPLORE_OP_ONCE:
        add_lock(list, view, thing, view->object->done ? EFFECT_SHARE : EFFECT_TAKE);
        break;
    case EXPLORE_OP_RDLOCK:
    case EXPLORE_OP_TRYRDLOCK:
        add_lock(list, view, thing, EFFECT_SHARE);
        break;
    case EXPLORE_OP_WRLOCK:
    case EXPLORE_OP_TRYWRLOCK: /* in vain it tells whether there are readers */
        add(list, thing, view->failed ? EFFECT_WRITE : EFFECT_TAKE)->blocks =
            view->patient;
        break;
    case EXPLORE_OP_RWUNLOCK:
        add(list, thing, is_shared(view) ? EFFECT_UNSHARE : EFFECT_GIVE);
        break;
    case EXPLORE_OP_SEM_WAIT:
    case EXPLORE_OP_SEM_TRYWAIT:
        add_draw(list, view, thing);
        break;
    case EXPLORE_OP_SEM_POST:
        add(list, thing, EFFECT_POST);
        break;
    case EXPLORE_OP_SEM_GETVALUE:
        add(list, thing, EFFECT_READ);
        break;
    case EXPLORE_OP_BARRIER_ARRIVE:
        add_arrival(list, view, thing);
        break;
    case EXPLORE_OP_BARRIER_LEAVE:
        add_pass(list, view, thing);
        break;
    case EXPLORE_OP_SIGNAL:
    case EXPLORE_OP_BROADCAST:
        add(list, thing, view->found ? EFFECT_SIGNAL : EFFECT_MISS);
        break;
    case EXPLORE_OP_WAIT:
    case EXPLORE_OP_WAKE:
        add_wait(list, view, thing);
        break;
    default:
        add(list, thing, EFFECT_WRITE);
    }
}

/* ---- the rest ------------------------------------------------------------------------
 * */

static void add_memory(struct list *list, const struct view *view)
{
    bool reads = view->op == EXPLORE_OP_READ || view->op == EXPLORE_OP_ATOMIC_LOAD ||
                 (view->op == EXPLORE_OP_ATOMIC_UPDATE && view->failed);
    add_access(list, view->address, view->size, reads ? EFFECT_READ : EFFECT_WRITE);
}

static void add_effects(struct list *list, const struct view *view)
{
    switch (view->op) {
    case EXPLORE_OP_READ:
    case EXPLORE_OP_WRITE:
    case EXPLORE_OP_ATOMIC_LOAD:
    case EXPLORE_OP_ATOMIC_STORE:
    case EXPLORE_OP_ATOMIC_UPDATE:
        add_memory(list, view);
        break;
    case EXPLORE_OP_CREATE:
        add(list, THING_THREADS, EFFECT_WRITE);
        break;
    case EXPLORE_OP_END:
        add(list, THING_THREAD(view->thread), EFFECT_END);
        break;
    case EXPLORE_OP_JOIN:
        add(list, THING_THREAD(view->target), EFFECT_JOIN)->blocks = view->patient;
        break;
    case EXPLORE_OP_DETACH:
        add(list, THING_THREAD(view->target), EFFECT_DETACH);
        break;
    case EXPLORE_OP_CANCEL: /* where the other one is when that reaches it: order_add() */
        add(list, THING_THREAD(view->target), EFFECT_WRITE);
        break;
    case EXPLORE_OP_TESTCANCEL:
        add(list, THING_THREAD(view->thread), EFFECT_READ);
        break;
    case EXPLORE_OP_PIPE_READ:
    case EXPLORE_OP_PIPE_WRITE:
    case EXPLORE_OP_PIPE_CLOSE:
        add(list, thing_at(view->object->address), EFFECT_WRITE);
        add(list, THING_PIPES, EFFECT_READ);
        break;
    case EXPLORE_OP_POLL: /* may look at any of them */
        add(list, THING_PIPES, EFFECT_WRITE);
        break;
    case EXPLORE_OP_START:
    case EXPLORE_OP_FENCE:
    case EXPLORE_OP_YIELD:
    case EXPLORE_OP_SLEEP:
    case EXPLORE_OP_CLOCK:
    case EXPLORE_OP_PRINT:
    case EXPLORE_OP_ALLOCATE:
    case EXPLORE_OP_FREE:
        break;
    default:
        if (view->object != NULL)
            add_primitive(list, view);
    }
}

/* Time is a thing of its own once somebody looks at it. */
static void add_time(struct list *list, const struct view *view, bool passes)
{
    if (!dependence_on_time)
        return;
    bool shows = view->failed || view->op == EXPLORE_OP_YIELD ||
                 view->op == EXPLORE_OP_SLEEP || view->op == EXPLORE_OP_SEM_GETVALUE;
    if (passes || shows)
        add(list, THING_TIME, EFFECT_WRITE);
    else if (view->op == EXPLORE_OP_CLOCK)
        add(list, THING_TIME, EFFECT_READ);
}

/* A signal or broadcast that was the step just taken: did somebody wait? */
static bool found_somebody(const struct step *step)
{
    bool signals = step->op == EXPLORE_OP_SIGNAL || step->op == EXPLORE_OP_BROADCAST;
    return signals && step->object->condition.last.waiters > 0;
}

unsigned effects_of_step(const struct step *step, bool patient,
                         struct effect effects[MAX_EFFECTS])
{
    struct list list = {.effects = effects};
    struct view view = {
        .op = step->op,
        .object = step->object,
        .address = step->address,
        .second = step->second,
        .size = step->size,
        .target = step->target,
        .thread = step->thread,
        .failed = step->failed && step->op != EXPLORE_OP_WAKE,
        .patient = patient,
        .signalled = step->wake == EXPLORE_READY,
        .found = found_somebody(step),
    };
    if (step->op == EXPLORE_OP_CLOCK)
        dependence_on_time = true;
    add_effects(&list, &view);
    add_time(&list, &view, step->wake == EXPLORE_TIMEOUT);
    return list.count;
}

/* Would a try fail now? */
static bool would_fail(const struct thread *thread)
{
    const struct object *object = thread->pending.object;
    switch (thread->pending.op) {
    case EXPLORE_OP_TRYLOCK:
    case EXPLORE_OP_TRYRDLOCK:
        return object->owner != EXPLORE_NOBODY;
    case EXPLORE_OP_TRYWRLOCK:
        return object->owner != EXPLORE_NOBODY || object->readers.total > 0;
    case EXPLORE_OP_SEM_TRYWAIT:
        return object->value == 0;
    default:
        return false;
    }
}

unsigned effects_of_pending(const struct thread *thread, bool signalled,
                            struct effect effects[MAX_EFFECTS])
{
    const struct operation *pending = &thread->pending;
    struct list list = {.effects = effects};
    struct view view = {
        .op = pending->op,
        .object = pending->object,
        .address = pending->address,
        .second = pending->second,
        .size = pending->size,
        .target = pending->target != NULL ? pending->target->id : 0,
        .thread = thread->id,
        .failed = would_fail(thread),
        .patient = is_patient(pending),
        .signalled = signalled,
        .found = true,
        .pending = true,
    };
    add_effects(&list, &view);
    add_time(&list, &view, pending->deadline != NO_DEADLINE);
    return list.count;
}
