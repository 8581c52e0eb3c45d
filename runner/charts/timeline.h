/*
 * timeline.h - who did what when: the trace of one path's jobs as spans of time, a row a worker.
 */
#ifndef TIMELINE_H
#define TIMELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jobs_trace.h"

enum span_kind {
    SPAN_WAITING, /* a look-up is under way; no processor is needed */
    SPAN_TURN, /* between a look-up and the checksum: the engine's lock, or a processor, is
                       somebody else's */
    SPAN_COMPUTING, /* a checksum */
    SPAN_KINDS
};

/* A stretch of time in which a worker did one thing. */
struct span {
    unsigned worker; /* counted from 0 in the order in which they began */
    enum span_kind kind;
    double begin, end; /* seconds since the path was called */
    int entry_id;
    bool nonblocking; /* of a look-up: others of the same worker may overlap with it */
};

/* One call of one path. */
struct timeline {
    struct span *spans; /* in the order of their begins in the trace; owned */
    size_t count;
    unsigned workers; /* threads of any process that did at least one job */
    double seconds;   /* that the call took */
};

/*
 * Makes the timeline of a call that began at `began_ns` (CLOCK_MONOTONIC) and took `seconds`. A job
 * that never ended is left out. Returns 0, and timeline_free must be called; or -1 with errno ENOMEM,
 * nothing to release.
 */
int timeline_make(const struct job_trace *trace, uint64_t began_ns, double seconds,
                  struct timeline *timeline);
void timeline_free(struct timeline *timeline);

/* The most look-ups that were under way at one moment. */
unsigned timeline_most_waiting(const struct timeline *timeline);

/* "waiting", "waiting for its turn", "computing". */
const char *span_word(enum span_kind kind);

#endif
