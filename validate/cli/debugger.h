/*
 * debugger.h - gdb on a probe, which gets what the check would give it: evidence and a secret number.
 */
#ifndef DEBUGGER_H
#define DEBUGGER_H

#include <stdbool.h>

/* What to debug. */
struct debugged {
    const char *program; /* the probe */
    const char *scenario;
    const char *seed;      /* decimal */
    const char *arguments; /* "key=value key=value" */
    const char *replay;    /* the schedule that failed, a token; "": none */
    const char *
        sources; /* a folder with the learner's files, by the names that debug information has */
    const char *scratch; /* a folder to run in */
    const char *stop_at; /* for gdb's break command; "": run until it stops by itself */
    bool batch;          /* nobody is there to type: run, show where it stops, end */
};

/* Is there a gdb? */
bool debugger_found(void);

/* Becomes gdb. Returns only on failure, -1 with errno. */
int debugger_run(const struct debugged *debugged);

#endif
