/* timeline.c - see timeline.h. */
#include "timeline.h"

#include <stdlib.h>

/* A trace being read. */
struct reading {
    const struct job_event *events;
    size_t count;
    uint64_t began_ns;
    struct timeline *timeline;
    const struct job_event **first; /* each worker's first event */
};

const char *span_word(enum span_kind kind)
{
    static const char *const words[SPAN_KINDS] = {"waiting", "waiting for its turn",
                                                  "computing"};
    return words[kind];
}

static bool same_worker(const struct job_event *a, const struct job_event *b)
{
    return a->pid == b->pid && a->tid == b->tid;
}

static unsigned worker_of(struct reading *reading, const struct job_event *event)
{
    unsigned worker = 0;
    while (worker < reading->timeline->workers &&
           !same_worker(reading->first[worker], event))
        worker++;
    if (worker == reading->timeline->workers) {
        reading->first[worker] = event;
        reading->timeline->workers++;
    }
    return worker;
}

/* The next event of the same worker about the same entry; NULL if there is none. */
static const struct job_event *next_of(const struct reading *reading,
                                       const struct job_event *event)
{
    const struct job_event *end = reading->events + reading->count;
    for (const struct job_event *next = event + 1; next < end; next++)
        if (next->entry_id == event->entry_id && same_worker(next, event))
            return next;
    return NULL;
}

static bool makes_span(const struct job_event *from, const struct job_event *to,
                       enum span_kind *kind)
{
    if (from->kind == JOB_LOOKUP_BEGIN && to->kind == JOB_LOOKUP_END)
        *kind = SPAN_WAITING;
    else if (from->kind == JOB_HASH_BEGIN && to->kind == JOB_HASH_END)
        *kind = SPAN_COMPUTING;
    else if (from->kind == JOB_LOOKUP_END && to->kind == JOB_HASH_BEGIN &&
             !(from->flags & JOB_NONBLOCKING))
        *kind = SPAN_TURN;
    else
        return false;
    return true;
}

static double seconds_of(const struct reading *reading, const struct job_event *event)
{
    return event->ns < reading->began_ns ? 0
                                         : (double)(event->ns - reading->began_ns) / 1e9;
}

static void read_events(struct reading *reading)
{
    struct timeline *timeline = reading->timeline;
    for (size_t i = 0; i < reading->count; i++) {
        const struct job_event *event = &reading->events[i];
        if (event->kind == JOB_EVENT_NONE)
            continue;
        unsigned worker = worker_of(reading, event);
        const struct job_event *next = next_of(reading, event);
        enum span_kind kind;
        if (next && makes_span(event, next, &kind))
            timeline->spans[timeline->count++] =
                (struct span){.worker = worker,
                              .kind = kind,
                              .begin = seconds_of(reading, event),
                              .end = seconds_of(reading, next),
                              .entry_id = event->entry_id,
                              .nonblocking = event->flags & JOB_NONBLOCKING};
    }
}

int timeline_make(const struct job_trace *trace, uint64_t began_ns, double seconds,
                  struct timeline *timeline)
{
    size_t count = atomic_load(&trace->count);
    if (count > JOB_TRACE_CAPACITY)
        count = JOB_TRACE_CAPACITY;
    *timeline = (struct timeline){.seconds = seconds};
    struct reading reading = {.events = trace->events,
                              .count = count,
                              .began_ns = began_ns,
                              .timeline = timeline};
    reading.first = calloc(count + 1, sizeof *reading.first);
    timeline->spans = calloc(count + 1, sizeof *timeline->spans);
    if (!reading.first || !timeline->spans) {
        free(reading.first);
        timeline_free(timeline);
        return -1;
    }
    read_events(&reading);
    free(reading.first);
    return 0;
}

void timeline_free(struct timeline *timeline)
{
    free(timeline->spans);
    *timeline = (struct timeline){0};
}

/* The number under way is highest at the begin of one of them. */
unsigned timeline_most_waiting(const struct timeline *timeline)
{
    unsigned most = 0;
    for (size_t i = 0; i < timeline->count; i++) {
        const struct span *at = &timeline->spans[i];
        unsigned now = 0;
        for (size_t k = 0; at->kind == SPAN_WAITING && k < timeline->count; k++) {
            const struct span *other = &timeline->spans[k];
            now += other->kind == SPAN_WAITING && other->begin <= at->begin &&
                   other->end > at->begin;
        }
        if (now > most)
            most = now;
    }
    return most;
}
