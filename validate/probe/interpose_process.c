/*
 * interpose_process.c - processes, pipes, mappings, and the ways to end a process.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "explore.h"
#include "interpose.h"
#include "probe.h"
#include "scenario.h"

#define FORKS_MOST 300 /* in one probe, children of children included */

static int fail_with(int error)
{
    errno = error;
    return -1;
}

/* A bomb is stopped here: the watchdog, on a machine that it has filled, might not get its turn. */
static bool has_forked_enough(const void *site)
{
    if (atomic_load(&evidence()->calls[CALL_FORK].count) <= FORKS_MOST)
        return false;
    note_refusal(site, "fork to start more than %d processes", FORKS_MOST);
    return true;
}

static bool fork_must_fail(const void *site)
{
    return call_must_fail(CALL_FORK, site) || has_forked_enough(site);
}

pid_t lab_fork(void)
{
    if (explore_is_running())
        explore_unsupported("fork");
    return fork_must_fail(CALL_SITE) ? fail_with(EAGAIN) : fork();
}

/* vfork's child shares its parent's stack frame, which a wrapper can't return from: it is forked.
 * But its parent stands still until the child has ended, as with vfork. */
pid_t lab_vfork(void)
{
    siginfo_t info;
    if (fork_must_fail(CALL_SITE))
        return fail_with(EAGAIN);
    pid_t pid = fork();
    if (pid > 0)
        while (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT) == -1 && errno == EINTR)
            continue;
    return pid;
}

/* A signal interrupts only what waits: with WNOHANG there is no EINTR (wait(2)). */
static bool wait_must_fail(int options, const void *site)
{
    if (!(options & WNOHANG))
        return call_must_fail(CALL_WAITPID, site);
    count_call(CALL_WAITPID, site);
    return false;
}

pid_t lab_waitpid(pid_t pid, int *status, int options)
{
    if (wait_must_fail(options, CALL_SITE))
        return fail_with(EINTR);
    return waitpid(pid, status, options);
}

pid_t lab_wait(int *status)
{
    return call_must_fail(CALL_WAITPID, CALL_SITE) ? fail_with(EINTR) : wait(status);
}

int lab_waitid(idtype_t type, id_t id, siginfo_t *info, int options)
{
    if (wait_must_fail(options, CALL_SITE))
        return fail_with(EINTR);
    return waitid(type, id, info, options);
}

int lab_pipe(int ends[2])
{
    return call_must_fail(CALL_PIPE, CALL_SITE) ? fail_with(EMFILE) : pipe(ends);
}

int lab_pipe2(int ends[2], int flags)
{
    return call_must_fail(CALL_PIPE, CALL_SITE) ? fail_with(EMFILE) : pipe2(ends, flags);
}

int lab_socketpair(int domain, int type, int protocol, int ends[2])
{
    if (explore_is_running())
        explore_unsupported("socketpair");
    if (call_must_fail(CALL_PIPE, CALL_SITE))
        return fail_with(EMFILE);
    return socketpair(domain, type, protocol, ends);
}

void *lab_mmap(void *address, size_t length, int protection, int flags, int fd,
               off_t offset)
{
    if (call_must_fail(CALL_MMAP, CALL_SITE)) {
        errno = ENOMEM;
        return MAP_FAILED;
    }
    if (protection & PROT_EXEC) {
        note_refusal(CALL_SITE, "mmap to make memory that it writes a program");
        errno = EACCES;
        return MAP_FAILED;
    }
    return mmap(address, length, protection, flags, fd, offset);
}

/* Only the scenario's own process must not end: a forked worker may, and should. */
static void note_exit(const void *site, const char *name)
{
    struct evidence *e = evidence();
    call_must_fail(CALL_EXIT, site);
    if (getpid() != e->probe_pid)
        return;
    snprintf(e->left_by, sizeof e->left_by, "%s", name);
    e->exit_site = (uint64_t)(uintptr_t)site;
}

void lab_exit(int status)
{
    note_exit(CALL_SITE, "exit");
    exit(status);
}

void lab__exit(int status)
{
    note_exit(CALL_SITE, "_exit");
    _exit(status);
}

void lab__Exit(int status)
{
    note_exit(CALL_SITE, "_Exit");
    _exit(status);
}

void lab_quick_exit(int status)
{
    note_exit(CALL_SITE, "quick_exit");
    quick_exit(status);
}

void lab_abort(void)
{
    note_exit(CALL_SITE, "abort");
    abort();
}
