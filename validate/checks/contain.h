/*
 * contain.h - starts a probe where it can do no harm, and ends all that it started.
 *
 * A probe runs below an init process of its own: in a new PID namespace where the kernel
 * allows one (then the end of init is the end of everything in it), else with this process as
 * subreaper, which hunts down what is left. Either way there are limits on memory, file size
 * and core dumps, what the kernel offers against changes elsewhere is used (confine.h), and the
 * probe's working folder is a scratch folder below build/.
 */
#ifndef CONTAIN_H
#define CONTAIN_H

#include <stdbool.h>
#include <sys/types.h>

/* What to start. All strings stay the caller's. */
struct contained_start {
    const char *program;      /* path of the probe */
    char *const *arguments;   /* argv, NULL-terminated */
    const char *scratch;      /* working folder */
    int evidence_fd;          /* becomes PROBE_EVIDENCE_FD */
    int nonce_fd;             /* becomes PROBE_NONCE_FD */
    int output_fd;            /* becomes stdout and stderr */
    bool limit_address_space; /* false for ThreadSanitizer, which maps terabytes */
};

/* A started probe. */
struct contained {
    pid_t init;         /* the init process, a child of this one */
    int status_fd;      /* readable once the probe has ended: its wait status, an int */
    bool has_namespace; /* init is PID 1 of a namespace */
};

/* Starts it. Returns 0; or -1 with errno: nothing was started. */
int contained_start(const struct contained_start *start, struct contained *probe);

/* Does the kernel give a probe a PID namespace? Tries it. */
bool contained_has_namespace(void);

/* Ends whatever of it still runs, waits for it and closes status_fd. */
void contained_end(struct contained *probe);

#endif
