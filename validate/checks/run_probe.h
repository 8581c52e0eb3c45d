/*
 * run_probe.h - one run of a probe: started, watched, ended; what came of it.
 */
#ifndef RUN_PROBE_H
#define RUN_PROBE_H

#include <stdbool.h>
#include <stdint.h>

#include "evidence.h"
#include "family.h"

#define OUTPUT_SHOWN (8 * 1024)  /* bytes of a probe's output that are kept for showing */
#define OUTPUT_KEPT  (64 * 1024) /* bytes kept in all, for the judges that read them */

/* How a probe ended. */
enum probe_end {
    PROBE_FINISHED, /* the scenario ran to its end: the token is there */
    PROBE_EXITED,   /* the process ended by itself without finishing */
    PROBE_CRASHED,  /* a signal ended it */
    PROBE_STUCK,    /* all threads sleep and nothing can wake them */
    PROBE_HUNG,     /* still running at the end of its time */
    PROBE_STOPPED,  /* a signal stopped it, as Ctrl-Z would: it would never go on */
    PROBE_GREW, /* took more memory, processes, threads or files than any task needs */
    PROBE_NOT_STARTED, /* the lab's fault: the probe could not be started */
};

/* The outcome of a run. */
struct probe_outcome {
    enum probe_end end;
    int status;                /* exit status (PROBE_EXITED, PROBE_FINISHED) or signal */
    struct evidence *evidence; /* mapped; to be released with probe_release */
    struct family family;      /* the last look at it (PROBE_STUCK, PROBE_GREW) */
    int files;                 /* in the scratch folder then */
    double seconds;            /* wall-clock time that the run took */
    char *output;              /* what it printed, '\0'-terminated, cut at OUTPUT_KEPT */
    uint64_t output_bytes;     /* what it printed in all */
};

/*
 * Runs `program` with the scenario, the seed and `arguments` ("key=value key=value", may be
 * ""). `large_address_space`: ThreadSanitizer and the explorer keep books on each address, and map
 * more than a probe may otherwise. Returns 0 with *outcome filled in, PROBE_NOT_STARTED included; or -1 with errno: not
 * even that (out of memory or descriptors), nothing to release.
 */
int probe_run(const char *program, const char *scenario, uint64_t seed,
              const char *arguments, bool large_address_space,
              struct probe_outcome *outcome);

void probe_release(struct probe_outcome *outcome);

#endif
