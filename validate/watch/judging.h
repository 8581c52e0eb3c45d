/*
 * judging.h - a validation under way: `build/lab validate`, in a process group of its own, away from the
 * terminal. It can be cancelled at any moment and then leaves nothing behind.
 */
#ifndef JUDGING_H
#define JUDGING_H

#include <cjson/cJSON.h>
#include <stdint.h>
#include <sys/types.h>

/* One run at a time. {0}: none. */
struct judging {
    pid_t pid;     /* 0: none is under way */
    int task;      /* its number; 0: all tasks */
    int report_fd; /* what it printed */
    int errors_fd;
    int64_t began; /* CLOCK_MONOTONIC, in ms */
};

/* What came of a run. */
struct judging_outcome {
    int status;        /* exit status; 128 + signal number when a signal ended it */
    cJSON *results;    /* as in build/results.json; NULL: none were made; to be deleted */
    char trouble[512]; /* what it said on stderr, "" nothing */
    double seconds;
};

/* To be called once: what loses its parent in a run comes to this process, which ends it. */
void judging_prepare(void);

/* Starts to judge a task, 0 all, with a seed or (NULL) a new one. Returns 0; or -1 with errno. */
int judging_start(struct judging *judging, int task, const uint64_t *seed);

/* Has it ended? Then the run is {0} again, and *outcome is filled in. Doesn't wait. `spared` is a
 * child of this process that goes on, 0 none; every other one ends. */
int judging_ended(struct judging *judging, pid_t spared, struct judging_outcome *outcome);

/* Ends it, with all that it started, and clears up after it. Takes about as long as the compiler needs to
 * remove its files, at most half a second. No run: nothing happens. `spared` as above. */
void judging_cancel(struct judging *judging, pid_t spared);

#endif
