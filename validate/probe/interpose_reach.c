/*
 * interpose_reach.c - calls that reach beyond the process: signals to others, files by name, system
 * calls by number.
 *
 * Learner code may signal itself and its children, and use files in the folder it runs in; it may
 * read what every program may, but neither the lab nor what /proc tells of processes. Anything else is
 * not done, and noted: the check tells the learner.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "interpose.h"
#include "probe.h"

/* ---- signals --------------------------------------------------------------------------------- */

/* A child, or, with a negative number as kill takes it, a group of children. */
static bool is_child(pid_t pid)
{
    siginfo_t info;
    int kept = errno;
    bool found = waitid(pid > 0 ? P_PID : P_PGID, (id_t)(pid > 0 ? pid : -pid), &info,
                        WEXITED | WNOHANG | WNOWAIT) == 0;
    errno = kept;
    return found;
}

static const char *whom(pid_t pid)
{
    if (pid == getppid())
        return "to its parent";
    if (pid == -1)
        return "to every process there is";
    return pid <= 0 ? "to a whole group of processes"
                    : "to a process that is no child of it";
}

int lab_kill(pid_t pid, int number)
{
    if (pid == getpid() || ((pid > 0 || pid < -1) && is_child(pid)))
        return kill(pid, number);
    const char *name = sigabbrev_np(number);
    note_refusal(CALL_SITE, "kill to send %s%s %s", name ? "SIG" : "a signal",
                 name ? name : "", whom(pid));
    errno = EPERM;
    return -1;
}

/* ---- files by name --------------------------------------------------------------------------- */

static bool lies_below(const char *path, const char *folder)
{
    size_t length = strlen(folder);
    return strncmp(path, folder, length) == 0 &&
           (path[length] == '/' || path[length] == '\0');
}

/* Where the name really leads; a file that isn't there yet, where it would be. */
static bool resolve(const char *path, char real[PATH_MAX])
{
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    if (realpath(path, real))
        return true;
    if (!slash)
        return getcwd(real, PATH_MAX) != NULL;
    snprintf(folder, sizeof folder, "%.*s", slash == path ? 1 : (int)(slash - path),
             path);
    return realpath(folder, real) != NULL;
}

/* The lab's folder, above the one that a probe runs in: <lab>/build/runs/<run>/scratch. */
static bool lies_in_the_lab(const char *real, char *own)
{
    char *runs = strstr(own, "/build/runs/");
    if (!runs)
        return false;
    *runs = '\0';
    return lies_below(real, own);
}

static bool is_for_everybody(const char *real)
{
    static const char *const devices[] = {"/dev/null", "/dev/zero", "/dev/full",
                                          "/dev/shm"};
    for (size_t i = 0; i < sizeof devices / sizeof devices[0]; i++)
        if (lies_below(real, devices[i]))
            return true;
    return false;
}

/* Paths that lead nowhere fail by themselves. */
static bool may_use(const char *path, bool change)
{
    char own[PATH_MAX], real[PATH_MAX];
    if (!path || !resolve(path, real) || !getcwd(own, sizeof own))
        return true;
    if (lies_below(real, own) || is_for_everybody(real))
        return true;
    return !change && !lies_below(real, "/proc") && !lies_below(real, "/sys") &&
           !lies_in_the_lab(real, own);
}

static bool refuse_file(const char *path, bool change, const char *call, const void *site)
{
    int kept = errno;
    bool may = may_use(path, change);
    if (!may)
        note_refusal(site, "%s to %s %s", call, change ? "change" : "read", path);
    errno = may ? kept : EACCES;
    return !may;
}

static mode_t mode_argument(int flags, va_list values)
{
    return flags & (O_CREAT | __O_TMPFILE) ? va_arg(values, mode_t) : 0;
}

static bool changes(int flags)
{
    return (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC));
}

int lab_open(const char *path, int flags, ...)
{
    va_list values;
    va_start(values, flags);
    mode_t mode = mode_argument(flags, values);
    va_end(values);
    if (refuse_file(path, changes(flags), "open", CALL_SITE))
        return -1;
    return open(path, flags, mode);
}

int lab_open64(const char *path, int flags, ...)
{
    va_list values;
    va_start(values, flags);
    mode_t mode = mode_argument(flags, values);
    va_end(values);
    if (refuse_file(path, changes(flags), "open", CALL_SITE))
        return -1;
    return open64(path, flags, mode);
}

/* A path from a folder's descriptor is taken as one from the folder that the probe runs in, where
 * nothing but files are. */
int lab_openat(int folder, const char *path, int flags, ...)
{
    va_list values;
    va_start(values, flags);
    mode_t mode = mode_argument(flags, values);
    va_end(values);
    if (refuse_file(path, changes(flags), "openat", CALL_SITE))
        return -1;
    return openat(folder, path, flags, mode);
}

int lab_creat(const char *path, mode_t mode)
{
    return refuse_file(path, true, "creat", CALL_SITE) ? -1 : creat(path, mode);
}

FILE *lab_fopen(const char *path, const char *mode)
{
    bool change = mode && strpbrk(mode, "wa+");
    return refuse_file(path, change, "fopen", CALL_SITE) ? NULL : fopen(path, mode);
}

FILE *lab_fopen64(const char *path, const char *mode)
{
    bool change = mode && strpbrk(mode, "wa+");
    return refuse_file(path, change, "fopen", CALL_SITE) ? NULL : fopen64(path, mode);
}

FILE *lab_freopen(const char *path, const char *mode, FILE *file)
{
    bool change = mode && strpbrk(mode, "wa+");
    if (refuse_file(path, change, "freopen", CALL_SITE))
        return NULL;
    return freopen(path, mode, file);
}

DIR *lab_opendir(const char *path)
{
    return refuse_file(path, false, "opendir", CALL_SITE) ? NULL : opendir(path);
}

ssize_t lab_readlink(const char *path, char *target, size_t size)
{
    return refuse_file(path, false, "readlink", CALL_SITE) ? -1
                                                           : readlink(path, target, size);
}

int lab_unlink(const char *path)
{
    return refuse_file(path, true, "unlink", CALL_SITE) ? -1 : unlink(path);
}

int lab_remove(const char *path)
{
    return refuse_file(path, true, "remove", CALL_SITE) ? -1 : remove(path);
}

int lab_rename(const char *from, const char *to)
{
    if (refuse_file(from, true, "rename", CALL_SITE) ||
        refuse_file(to, true, "rename", CALL_SITE))
        return -1;
    return rename(from, to);
}

int lab_mkstemp(char *path)
{
    return refuse_file(path, true, "mkstemp", CALL_SITE) ? -1 : mkstemp(path);
}

/* The C library's own goes to /tmp. */
FILE *lab_tmpfile(void)
{
    char path[] = "tmpfile.XXXXXX";
    int fd = mkstemp(path);
    if (fd < 0)
        return NULL;
    unlink(path);
    FILE *file = fdopen(fd, "w+");
    if (!file)
        close(fd);
    return file;
}

/* ---- the kernel, past the C library ----------------------------------------------------------- */

int lab_clock_gettime(clockid_t clock, struct timespec *now);

long lab_syscall(long number, ...)
{
    static const long harmless[] = {SYS_gettid,       SYS_getpid,     SYS_futex,
                                    SYS_pidfd_open,   SYS_membarrier, SYS_getcpu,
                                    SYS_memfd_create, SYS_sched_yield};
    long argument[6];
    va_list values;
    va_start(values, number);
    for (int i = 0; i < 6; i++)
        argument[i] = va_arg(values, long);
    va_end(values);
    if (number == SYS_clock_gettime) /* the clock has orders of its own */
        return lab_clock_gettime((clockid_t)argument[0], (struct timespec *)argument[1]);
    for (size_t i = 0; i < sizeof harmless / sizeof harmless[0]; i++)
        if (harmless[i] == number)
            return syscall(number, argument[0], argument[1], argument[2], argument[3],
                           argument[4], argument[5]);
    note_refusal(CALL_SITE, "syscall to make system call number %ld", number);
    errno = EPERM;
    return -1;
}
