#define _GNU_SOURCE
#include "contain.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "confine.h"
#include "family.h"
#include "probe.h"
#include "settings.h"

#define FIRST_FREE_FD      5
#define ADDRESS_SPACE      (4ull << 30) /* bytes */
#define FILE_SIZE          (16ull << 20)
#define CPU_SECONDS        20 /* far above the watchdog's bound: a second line of defence */
#define STATUS_NOT_STARTED 3

/* ---- inside the probe's process, before it becomes the probe --------------------------------
 * Init's memory is its own until then (vfork): it changes nothing there that init reads. */

static void limit(int what, rlim_t most)
{
    struct rlimit value;
    if (getrlimit(what, &value) == 0 && value.rlim_max < most)
        most = value.rlim_max;
    value = (struct rlimit){.rlim_cur = most, .rlim_max = most};
    setrlimit(what, &value);
}

static void set_limits(const struct contained_start *start)
{
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, FILE_SIZE);
    limit(RLIMIT_CPU, CPU_SECONDS);
    limit(RLIMIT_NOFILE, 1024);
    if (start->limit_address_space)
        limit(RLIMIT_AS, ADDRESS_SPACE);
}

/* The three descriptors may stand on each other's places: first out of the way, then in. */
static int place_descriptors(const struct contained_start *start)
{
    int evidence = fcntl(start->evidence_fd, F_DUPFD, 64);
    int nonce = fcntl(start->nonce_fd, F_DUPFD, 64);
    int output = fcntl(start->output_fd, F_DUPFD, 64);
    int input = open("/dev/null", O_RDONLY);
    if (evidence < 0 || nonce < 0 || output < 0 || input < 0)
        return -1;
    if (dup2(input, 0) < 0 || dup2(output, 1) < 0 || dup2(output, 2) < 0 ||
        dup2(evidence, PROBE_EVIDENCE_FD) < 0 || dup2(nonce, PROBE_NONCE_FD) < 0)
        return -1;
    return close_range(FIRST_FREE_FD, ~0u, 0);
}

/* What a program started from a shell finds: every signal with its default action. */
static void default_signals(void)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_DFL); /* fails for SIGKILL and SIGSTOP, as it may */
}

/* ThreadSanitizer is asked about races alone. Two orders of two locks, both taken under a third,
 * are no deadlock, but it takes them for one; deadlocks are the explorer's. */
#define TSAN_OPTIONS                                                                     \
    "TSAN_OPTIONS=exitcode=66:halt_on_error=0:report_signal_unsafe=0:die_after_fork=0:"  \
    "detect_deadlocks=0"

static void become_probe(const struct contained_start *start)
{
    static char *const environment[] = {"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8",
                                        TSAN_OPTIONS, NULL};
    setsid();
    default_signals();
    if (place_descriptors(start) != 0 || chdir(start->scratch) != 0)
        _exit(STATUS_NOT_STARTED);
    set_limits(start);
    /* The same addresses at each run; and ThreadSanitizer can't start under some kernels'
     * randomisation. Where it is forbidden (some containers), things work without. */
    personality(ADDR_NO_RANDOMIZE);
    confine_process();
    execve(start->program, start->arguments, environment);
    _exit(STATUS_NOT_STARTED);
}

/* ---- inside init ------------------------------------------------------------------------------ */

/* Waits for the probe and for every orphan that it leaves; reports the probe's status. */
static void be_init(const struct contained_start *start, int status_fd)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    signal(SIGPIPE, SIG_IGN);
    /* Not fork(): it takes the allocator's locks, and a thread of the check's process may have
     * held one when this copy was made. Nor another copy, of memory that isn't needed. */
    pid_t probe = vfork();
    if (probe == 0)
        become_probe(start);
    int status = STATUS_NOT_STARTED << 8;
    pid_t ended;
    while (probe > 0 && (ended = waitpid(-1, &status, 0)) != probe)
        if (ended < 0 && errno != EINTR)
            break;
    ssize_t sent = write(status_fd, &status, sizeof status);
    _exit(sent == (ssize_t)sizeof status ? 0 : 1);
}

/* ---- in the check's process ---------------------------------------------------------------------- */

/* Like fork(), with new namespaces. glibc's wrapper wants a stack; the system call doesn't. */
static pid_t fork_into(unsigned long namespaces)
{
    return (pid_t)syscall(SYS_clone, namespaces | SIGCHLD, NULL, NULL, NULL, NULL);
}

static pid_t fork_init(bool *has_namespace)
{
    *has_namespace = !setting_without("namespaces");
    pid_t pid = *has_namespace ? fork_into(CLONE_NEWPID) : -1;
    if (pid < 0 && *has_namespace)
        pid = fork_into(CLONE_NEWUSER | CLONE_NEWPID);
    if (pid >= 0)
        return pid;
    *has_namespace = false;
    return fork();
}

bool contained_has_namespace(void)
{
    bool has;
    pid_t pid = fork_init(&has);
    if (pid == 0)
        _exit(0);
    if (pid > 0)
        waitpid(pid, NULL, 0);
    return pid > 0 && has;
}

int contained_start(const struct contained_start *start, struct contained *probe)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return -1;
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    probe->init = fork_init(&probe->has_namespace);
    if (probe->init == 0) {
        close(ends[0]);
        be_init(start, ends[1]);
    }
    int kept = errno;
    close(ends[1]);
    if (probe->init < 0) {
        close(ends[0]);
        errno = kept;
        return -1;
    }
    probe->status_fd = ends[0];
    return 0;
}

void contained_end(struct contained *probe)
{
    kill(probe->init, SIGKILL);
    while (waitpid(probe->init, NULL, 0) < 0 && errno == EINTR)
        continue;
    if (!probe->has_namespace)
        family_kill_descendants();
    close(probe->status_fd);
}
