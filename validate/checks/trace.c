/*
 * trace.c - puts together what the jobs module recorded.
 */
#include <string.h>

#include "check.h"

#define SEEN_MOST 1024 /* different threads or processes counted */

/* A set of small numbers. */
struct id_set {
    int32_t ids[SEEN_MOST];
    unsigned count;
};

static void add_id(struct id_set *set, int32_t id)
{
    for (unsigned i = 0; i < set->count; i++)
        if (set->ids[i] == id)
            return;
    if (set->count < SEEN_MOST)
        set->ids[set->count++] = id;
}

static void raise_to(unsigned *most, unsigned value)
{
    if (value > *most)
        *most = value;
}

static uint32_t event_count(const struct evidence *seen)
{
    uint32_t count = atomic_load(&((struct evidence *)seen)->trace.count);
    return count < JOB_TRACE_CAPACITY ? count : JOB_TRACE_CAPACITY;
}

/* How many jobs are inside, at one place of the trace. */
struct inside {
    unsigned lookups, hashes;
};

static void step(struct job_summary *sum, struct inside *inside,
                 const struct job_event *e)
{
    switch (e->kind) {
    case JOB_LOOKUP_BEGIN:
        sum->lookups++;
        raise_to(&sum->lookups_at_once, ++inside->lookups);
        break;
    case JOB_HASH_BEGIN:
        sum->hashes++;
        raise_to(&sum->hashes_at_once, ++inside->hashes);
        break;
    case JOB_LOOKUP_END:
        inside->lookups -= inside->lookups > 0;
        break;
    case JOB_HASH_END:
        inside->hashes -= inside->hashes > 0;
        break;
    }
    raise_to(&sum->jobs_at_once, inside->lookups + inside->hashes);
}

struct job_summary job_summary(const struct evidence *seen)
{
    struct job_summary sum = {0};
    struct inside inside = {0};
    static struct id_set threads, processes; /* large, and checks have one thread */
    threads.count = processes.count = 0;
    for (uint32_t i = 0; i < event_count(seen); i++) {
        const struct job_event *e = &seen->trace.events[i];
        if (e->kind == JOB_EVENT_NONE)
            continue;
        step(&sum, &inside, e);
        add_id(&threads, e->tid);
        add_id(&processes, e->pid);
        sum.in_probe_process |= e->pid == seen->probe_pid;
        sum.in_probe_thread |= e->tid == seen->probe_tid;
        if (sum.first_ns == 0 || e->ns < sum.first_ns)
            sum.first_ns = e->ns;
        if (e->ns > sum.last_ns)
            sum.last_ns = e->ns;
    }
    sum.threads = threads.count;
    sum.processes = processes.count;
    sum.met =
        atomic_load(&((struct evidence *)seen)->trace.rendezvous.state) == RENDEZVOUS_MET;
    return sum;
}

unsigned jobs_begun(const struct evidence *seen, int entry_id, enum job_event_kind kind)
{
    unsigned count = 0;
    for (uint32_t i = 0; i < event_count(seen); i++)
        count += seen->trace.events[i].entry_id == entry_id &&
                 seen->trace.events[i].kind == kind;
    return count;
}
