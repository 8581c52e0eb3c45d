/*
 * jobs_trace.h - what the jobs module tells the lab about the jobs that it ran.
 *
 * Not for learners. The validator and `make run` hang a trace on the module; every job
 * then leaves a begin and an end in it. The trace lives in memory shared by all processes
 * of a run, so that forked workers are seen as well.
 *
 * Order: an event's place in the array is given out by one atomic counter, from inside
 * the job. If job A's begin stands before job B's end and B's begin before A's end, then
 * both were inside at the same moment: overlap is proved by order, not by times.
 */
#ifndef JOBS_TRACE_H
#define JOBS_TRACE_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

enum job_event_kind {
    JOB_EVENT_NONE, /* place given out, event never written: its process was killed */
    JOB_LOOKUP_BEGIN,
    JOB_LOOKUP_END,
    JOB_HASH_BEGIN, /* inside the engine: after its lock was taken */
    JOB_HASH_END,
};

enum job_flags {
    JOB_FAILED = 1,      /* on an end: the job returned -1 */
    JOB_NONBLOCKING = 2, /* from io_fetch_begin / io_fetch_end */
};

/* One begin or end. */
struct job_event {
    uint64_t ns; /* CLOCK_MONOTONIC */
    int32_t pid; /* process, as getpid() sees it */
    int32_t tid; /* thread, as gettid() sees it */
    int32_t entry_id;
    uint8_t kind;  /* enum job_event_kind; written last */
    uint8_t flags; /* enum job_flags */
};

#define JOB_TRACE_CAPACITY 16384

/*
 * A rendezvous: the first jobs of a kind wait inside until `size` of them are inside
 * together. That proves overlap without a stop-watch. Who waits sleeps without a timeout:
 * the lab watches from outside and gives up (jobs_rendezvous_give_up) once nobody else
 * can come, or a generous bound has passed.
 */
struct job_rendezvous {
    uint32_t size;           /* 0: none */
    uint32_t kind;           /* JOB_LOOKUP_BEGIN or JOB_HASH_BEGIN */
    _Atomic uint32_t inside; /* jobs that have come in until now */
    _Atomic uint32_t state;  /* enum job_rendezvous_state; a futex word */
};

enum job_rendezvous_state { RENDEZVOUS_OPEN, RENDEZVOUS_MET, RENDEZVOUS_GIVEN_UP };

struct job_trace {
    /* what the lab orders */
    int32_t fail_entry_id; /* the look-up of this entry fails with EIO; 0: none */
    int32_t fail_from_id;  /* so do those of all entries with at least this id; 0: none */
    int32_t kill_entry_id; /* the process that looks up or hashes it dies of SIGKILL; 0:
                              none */
    struct job_rendezvous rendezvous;
    /* what happened */
    _Atomic uint32_t
        count; /* places given out; may pass the capacity: then events are lost */
    struct job_event events[JOB_TRACE_CAPACITY];
};

/* From now on jobs are recorded in *trace (owned by the caller; shared memory if
 * processes are to be seen); NULL ends the recording. Not to be called while jobs run. */
void jobs_trace_to(struct job_trace *trace);

/* From now on the waits of blocking look-ups go through `wait` instead of sleeping; NULL
 * restores the sleep. For schedulers that run time themselves. */
void jobs_wait_with(void (*wait)(uint64_t nanoseconds));

/* From now on `begun` is told of each look-up that io_fetch_begin begins: its descriptor, a timerfd
 * that expires at each part of the reply. NULL: nobody is told. */
void jobs_tell_begun(void (*begun)(int timer));

/* From now on `writing` is told before a job writes a part of its result: where, and how many bytes.
 * For those who watch memory, as this module's own accesses aren't seen. NULL: nobody is told. */
void jobs_tell_writing(void (*writing)(void *address, size_t size));

/* Lets everybody go on who waits in the rendezvous of *trace. For the process that
 * watches. */
void jobs_rendezvous_give_up(struct job_trace *trace);

/*
 * Chooses the checksum engine: "locked" (one lock for the process, the default) or
 * "reentrant". Returns 0; or -1 with errno EINVAL for any other name, NULL included.
 */
int jobs_use_engine(const char *name);

#endif
