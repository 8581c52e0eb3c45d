/*
 * evidence.h - what a probe leaves behind for the check that started it.
 *
 * The check makes one `struct evidence` in shared memory; the probe and every process that
 * learner code forks write into it; the check reads it when the probe has ended. The probe
 * records, it never judges: verdicts are made in the check's process, which holds no
 * learner code.
 */
#ifndef EVIDENCE_H
#define EVIDENCE_H

#include <stdatomic.h>
#include <stdint.h>

#include "explore.h"
#include "jobs.h"
#include "jobs_trace.h"

#define EVIDENCE_KEY      40        /* bytes of a key, '\0' included */
#define EVIDENCE_TEXT     400       /* bytes of a text, '\0' included */
#define EVIDENCE_ITEMS    128       /* observations that one scenario can make */
#define EVIDENCE_RESULTS  4096      /* job results that one scenario can hand over */
#define EVIDENCE_FRAMES   24        /* return addresses kept of a crash or a hang */
#define EVIDENCE_THREADS  16        /* threads of which is kept where they stand */
#define EVIDENCE_REFUSED  160       /* bytes of a text, '\0' included */
#define EVIDENCE_DOCUMENT (1 << 20) /* bytes of the long text, '\0' included */

/* The library calls of learner code that the probe redirects to its own wrappers: they are
 * counted, and can be made to fail. */
enum call {
    CALL_PTHREAD_CREATE,
    CALL_PTHREAD_JOIN,
    CALL_PTHREAD_INIT, /* of a mutex or a condition */
    CALL_FORK,
    CALL_WAITPID,
    CALL_PIPE,
    CALL_MMAP,
    CALL_MALLOC,
    CALL_FREE,
    CALL_POLL,
    CALL_READ,
    CALL_WRITE,
    CALL_SLEEP,
    CALL_CLOCK_GETTIME,
    CALL_EXIT,
    CALL_CURL_SETOPT, /* of an option that libcurl keeps a copy of */
    CALL_KINDS
};

/* What is known about one kind of call. */
struct call_record {
    _Atomic uint32_t count;      /* calls made by learner code, in all processes */
    _Atomic uint32_t numbered;   /* those of them that an order can make fail */
    _Atomic uint32_t failed;     /* calls that were made to fail */
    _Atomic uint64_t first_site; /* return address of the first call; 0: none */
    _Atomic uint64_t last_site;  /* of the last call */
    _Atomic uint64_t fail_site;  /* of the call that was made to fail; 0: none */
};

enum observation_type { OBSERVED_NOTHING, OBSERVED_INT, OBSERVED_REAL, OBSERVED_TEXT };

/* One thing that a scenario observed. */
struct observation {
    char key[EVIDENCE_KEY];
    int32_t type; /* enum observation_type; says which of the following is set */
    int64_t number;
    double real;
    char text[EVIDENCE_TEXT];
};

/* Where a thread stands: noted when the watchdog asks, before it ends a probe that hangs. */
struct standing {
    int32_t frames;               /* addresses in at; written last */
    uint64_t at[EVIDENCE_FRAMES]; /* program counter, then return addresses */
};

struct evidence {
    uint64_t nonce;    /* the finished-token: the check's secret number, written last */
    int32_t probe_pid; /* of the scenario's process, as getpid() sees it there */
    int32_t probe_tid; /* of the scenario's thread */
    char unwritten[EVIDENCE_KEY]; /* first function that answered ENOSYS; "" if none */

    /* The call that ended the scenario's process, "exit", and its return address; "": none did. */
    char left_by[12];
    uint64_t exit_site;

    /* The first thing that learner code tried and wasn't allowed to do, in words ("kill to send
     * SIGKILL to its parent"), and the call's return address; "": there was none. */
    char refused[EVIDENCE_REFUSED];
    uint64_t refused_site;
    int32_t
        refused_call; /* number of the first system call that the kernel refused; 0: none */
    int32_t refused_frames;               /* addresses in refused_at */
    uint64_t refused_at[EVIDENCE_FRAMES]; /* program counter, then return addresses */

    int32_t crash_signal;               /* signal of a crash, 0: none */
    int32_t crash_frames;               /* addresses in crash_at */
    uint64_t crash_at[EVIDENCE_FRAMES]; /* program counter, then return addresses */
    bool crash_null_call; /* a NULL function pointer was called; crash_at[0] is who did */

    struct call_record calls[CALL_KINDS];
    _Atomic uint32_t bad_closes;     /* close() of a number 0 or more that wasn't open */
    _Atomic uint64_t bad_close_site; /* return address of the last of them */
    _Atomic uint32_t zero_timeout_polls; /* polls with timeout 0: they don't wait */

    uint32_t observations; /* used places in observed */
    struct observation observed[EVIDENCE_ITEMS];

    char document[EVIDENCE_DOCUMENT]; /* a long text handed over; "" if none */

    uint32_t result_count; /* used places in results */
    JobResult results[EVIDENCE_RESULTS];

    _Atomic uint32_t
        standing_count; /* threads that said where they stand; may pass the places */
    struct standing standing[EVIDENCE_THREADS];

    int32_t explored;                  /* 1: `exploration` is filled in */
    struct explore_report exploration; /* what the explorer found */

    struct job_trace trace;
};

#endif
