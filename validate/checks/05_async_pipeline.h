/*
 * 05_async_pipeline.h - what the two files of checks of task 5 share.
 */
#ifndef CHECKS_ASYNC_PIPELINE_H
#define CHECKS_ASYNC_PIPELINE_H

#include <stdio.h>

#include "check.h"

#define PARTS 2 /* in which a reply comes */

/* The observation whose key holds one or two numbers. */
static inline int64_t seen_at(const struct evidence *seen, const char *format, size_t a,
                              size_t b)
{
    char key[EVIDENCE_KEY];
    // cppcheck-suppress wrongPrintfScanfArgNum ; a format may use the first number alone
    snprintf(key, sizeof key, format, a, b);
    return seen_int(seen, key);
}

static inline uint32_t calls(const struct evidence *seen, enum call call)
{
    return atomic_load(&((struct evidence *)seen)->calls[call].count);
}

static inline bool was_hit(const struct evidence *seen, enum call call)
{
    return atomic_load(&((struct evidence *)seen)->calls[call].failed) > 0;
}

static inline bool is_blocking_lookup(const struct job_event *event)
{
    return event->kind == JOB_LOOKUP_BEGIN && !(event->flags & JOB_NONBLOCKING);
}

#endif
