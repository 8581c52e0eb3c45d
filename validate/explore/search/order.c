/*
 * order.c - vector clocks over the steps of a schedule, and chains of the effects on each
 * thing, latest first.
 */
#include "order.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define TABLE_BITS       16
#define TABLE_SIZE       (1u << TABLE_BITS)
#define LINKS_FOR_A_STEP 3
#define NO_LINK          UINT32_MAX

typedef uint32_t row[EXPLORE_MAX_THREADS]; /* by thread: a position */

struct event {
    uint8_t thread;
    uint8_t threads; /* how many there were: more have no entry in its row */
    uint8_t links;   /* from first_link on */
    uint32_t first_link;
};

/* One effect of one event, in the chain of its thing. */
struct link {
    struct effect effect;
    uint32_t event;
    uint32_t previous;     /* in the chain; NO_LINK: none */
    uint32_t before_reads; /* the same, but for reads */
};

/* Where the chain of a thing ends; an entry of an older generation is empty. */
struct end {
    uint64_t generation;
    uintptr_t thing;
    uint32_t link;
};

static struct {
    order_race on_race;
    struct event *events;
    row *rows; /* of the events */
    struct link *links;
    struct end *ends;
    unsigned event_count;
    uint32_t link_count, link_room;
    uint32_t things; /* that have a chain */
    uint64_t generation;
    unsigned last[EXPLORE_MAX_THREADS];       /* position of its last event */
    unsigned created_by[EXPLORE_MAX_THREADS]; /* position of the event that made it */
    bool incomplete;
} order;

void order_close(void)
{
    free(order.events);
    free(order.rows);
    free(order.links);
    free(order.ends);
    memset(&order, 0, sizeof order);
}

int order_open(unsigned steps, order_race on_race)
{
    memset(&order, 0, sizeof order);
    order.on_race = on_race;
    order.link_room = steps * LINKS_FOR_A_STEP + MAX_EFFECTS;
    order.events = malloc(steps * sizeof *order.events);
    order.rows = malloc(steps * sizeof *order.rows);
    order.links = malloc(order.link_room * sizeof *order.links);
    order.ends = calloc(TABLE_SIZE, sizeof *order.ends);
    if (order.events != NULL && order.rows != NULL && order.links != NULL &&
        order.ends != NULL)
        return 0;
    order_close();
    errno = ENOMEM;
    return -1;
}

void order_begin(void)
{
    order.generation++;
    order.event_count = 0;
    order.link_count = 0;
    order.things = 0;
    memset(order.last, 0, sizeof order.last);
    memset(order.created_by, 0, sizeof order.created_by);
}

unsigned order_last(uint32_t thread)
{
    return order.last[thread];
}

uint32_t order_thread(unsigned event)
{
    return order.events[event].thread;
}

unsigned order_before(unsigned event, uint32_t thread)
{
    return thread < order.events[event].threads ? order.rows[event][thread] : 0;
}

unsigned order_effects(unsigned event, struct effect effects[MAX_EFFECTS])
{
    const struct event *e = &order.events[event];
    for (unsigned i = 0; i < e->links; i++)
        effects[i] = order.links[e->first_link + i].effect;
    return e->links;
}

bool order_is_complete(void)
{
    return !order.incomplete;
}

/* ---- chains ---------------------------------------------------------------------------
 * */

/* The entry of the thing, or the empty one where it belongs. */
static struct end *end_of(uintptr_t thing)
{
    size_t i = ((uint64_t)thing * 0x9e3779b97f4a7c15u) >> (64 - TABLE_BITS);
    while (order.ends[i].generation == order.generation && order.ends[i].thing != thing)
        i = (i + 1) & (TABLE_SIZE - 1);
    return &order.ends[i];
}

static uint32_t chain_of(uintptr_t thing)
{
    const struct end *end = end_of(thing);
    return end->generation == order.generation ? end->link : NO_LINK;
}

static void append(unsigned event, const struct effect *effect)
{
    struct end *end = end_of(effect->thing);
    bool fresh = end->generation != order.generation;
    if (order.link_count == order.link_room ||
        (fresh && order.things == TABLE_SIZE / 2)) {
        order.incomplete = true;
        return;
    }
    uint32_t previous = fresh ? NO_LINK : end->link;
    const struct link *before = &order.links[previous];
    bool reads = previous != NO_LINK && before->effect.kind == EFFECT_READ;
    order.links[order.link_count] =
        (struct link){.effect = *effect,
                      .event = event,
                      .previous = previous,
                      .before_reads = reads ? before->before_reads : previous};
    *end = (struct end){order.generation, effect->thing, order.link_count++};
    order.things += fresh;
    order.events[event].links++;
}

/* ---- clocks ---------------------------------------------------------------------------
 * */

static void join(row clock, unsigned event)
{
    unsigned count = order.events[event].threads;
    const uint32_t *other = order.rows[event];
    for (unsigned i = 0; i < count; i++)
        if (clock[i] < other[i])
            clock[i] = other[i];
}

/* What happens before anything that the thread does next. One in the place of an ended thread
 * comes after that one, too. */
static void begin_clock(row clock, uint32_t thread)
{
    memset(clock, 0, schedule.thread_count * sizeof clock[0]);
    if (order.last[thread] > 0)
        join(clock, order.last[thread] - 1);
    if (order.created_by[thread] > order.last[thread])
        join(clock, order.created_by[thread] - 1);
}

/* The clocks of an event that is being added. */
struct adding {
    uint32_t thread;
    row *full;    /* all that happens before it */
    bool gathers; /* only that is found out; races are asked about later */
    row hidden; /* what needn't be asked about: it comes before in any case, or before an
                   event that races */
};

/* Returns true if the chain needn't be followed further back. */
static bool meet(struct adding *adding, const struct link *link,
                 const struct effect *effect)
{
    uint32_t other = order.events[link->event].thread;
    bool covers = is_total(&link->effect) && link->effect.first <= effect->first &&
                  link->effect.last >= effect->last;
    if (other == adding->thread || adding->hidden[other] > link->event)
        return covers;
    enum relation relation = relation_of(&link->effect, effect);
    if (relation == INDEPENDENT)
        return false;
    bool races = relation == RACES && !adding->gathers &&
                 order.on_race(link->event, adding->thread, *adding->full);
    join(*adding->full, link->event);
    if (!races)
        return adding->gathers && covers;
    join(adding->hidden, link->event);
    return covers;
}

static void follow_chain(struct adding *adding, const struct effect *effect)
{
    bool reads = effect->kind == EFFECT_READ;
    uint32_t i = chain_of(effect->thing);
    while (i != NO_LINK) {
        const struct link *link = &order.links[i];
        if (meet(adding, link, effect))
            return;
        i = reads && link->effect.kind == EFFECT_READ ? link->before_reads
                                                      : link->previous;
    }
}

/* The end of the process: depends on the last event of every other thread. */
static void end_all(struct adding *adding)
{
    for (uint32_t i = 0; i < schedule.thread_count; i++) {
        if (i == adding->thread || order.last[i] <= adding->hidden[i])
            continue;
        if (!adding->gathers)
            order.on_race(order.last[i] - 1, adding->thread, *adding->full);
        join(*adding->full, order.last[i] - 1);
    }
}

/* The signal that woke the thread comes before its wakeup. */
static void follow_signal(struct adding *adding, const struct thread *thread)
{
    if (thread->signal_step > 0 && thread->signal_step <= order.event_count)
        join(*adding->full, thread->signal_step - 1);
}

static void follow_all(struct adding *adding, const struct effect *effects,
                       unsigned count, bool ends)
{
    for (unsigned i = 0; i < count; i++)
        follow_chain(adding, &effects[i]);
    if (ends)
        end_all(adding);
}

/* Who asks about a race has to know all that comes before in any case. One chain, latest
 * first, brings that by itself. `ends`: it is the end of the process. */
static void find_order(struct adding *adding, const struct effect *effects,
                       unsigned count, bool ends)
{
    adding->gathers = count > 1 || ends;
    if (adding->gathers)
        follow_all(adding, effects, count, ends);
    adding->gathers = false;
    follow_all(adding, effects, count, ends);
}

static void order_step(const struct step *step, unsigned event,
                       const struct effect *effects, unsigned count)
{
    struct adding adding = {.thread = step->thread, .full = &order.rows[event]};
    begin_clock(*adding.full, step->thread);
    memcpy(adding.hidden, *adding.full, schedule.thread_count * sizeof adding.hidden[0]);
    if (step->op == EXPLORE_OP_WAKE && step->wake == EXPLORE_READY)
        follow_signal(&adding, &schedule.threads[step->thread]);
    bool ends = step->op == EXPLORE_OP_RETURN || step->op == EXPLORE_OP_EXIT;
    find_order(&adding, effects, count, ends);
    (*adding.full)[step->thread] = event + 1;
}

void order_add(const struct step *step, bool patient, bool known)
{
    struct effect effects[MAX_EFFECTS];
    unsigned event = order.event_count;
    order.events[event] = (struct event){.thread = step->thread,
                                         .threads = (uint8_t)schedule.thread_count,
                                         .first_link = order.link_count};
    unsigned count = effects_of_step(step, patient, effects);
    if (!known)
        order_step(step, event, effects, count);
    for (unsigned i = 0; i < count; i++)
        append(event, &effects[i]);
    order.event_count++;
    order.last[step->thread] = event + 1;
    /* Its effect on all that the cancelled thread may wait for isn't known. */
    if (step->op == EXPLORE_OP_CANCEL)
        order.incomplete = true;
    if (step->op == EXPLORE_OP_CREATE && !step->failed) {
        order.created_by[step->target] = event + 1;
        /* In the place of a thread that might as well have ended later. */
        if (order.rows[event][step->target] < order.last[step->target])
            order.incomplete = true;
    }
}

void order_pending(const struct thread *thread, bool signalled)
{
    struct effect effects[MAX_EFFECTS];
    row clock;
    struct adding adding = {.thread = thread->id, .full = &clock};
    begin_clock(clock, thread->id);
    memcpy(adding.hidden, clock, schedule.thread_count * sizeof clock[0]);
    if (thread->pending.op == EXPLORE_OP_WAKE && signalled)
        follow_signal(&adding, thread);
    find_order(&adding, effects, effects_of_pending(thread, signalled, effects), false);
}
