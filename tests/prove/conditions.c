/*
 * conditions.c - the circumstances: nothing else to do, both cores loaded, one core, little memory.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "command.h"
#include "prove.h"

#define LOAD_SECONDS "14400" /* should this process be killed, the load ends by itself */
#define MEMORY_LIMIT                                                                     \
    "536870912" /* bytes: 512 MiB for judges, compilers and probes together */

extern char **environ;

static int begin_idle(void)
{
    return 0;
}

static void end_idle(void)
{
}

/* ---- both cores loaded ---------------------------------------------------------------------- */

static pid_t load;

static int begin_loaded(void)
{
    char cores[16];
    char *words[] = {"stress-ng",  "--quiet", "--cpu",     cores,        "--vm", "1",
                     "--vm-bytes", "64m",     "--timeout", LOAD_SECONDS, NULL};
    snprintf(cores, sizeof cores, "%d", processors());
    int error = posix_spawnp(&load, words[0], NULL, NULL, words, environ);
    errno = error;
    return error ? -1 : 0;
}

static void end_loaded(void)
{
    kill(load, SIGTERM);
    while (waitpid(load, NULL, 0) < 0 && errno == EINTR)
        continue;
}

/* ---- one core --------------------------------------------------------------------------------- */

static cpu_set_t all_cores;

static int begin_pinned(void)
{
    cpu_set_t one;
    int core = 0;
    if (sched_getaffinity(0, sizeof all_cores, &all_cores) != 0)
        return -1;
    while (!CPU_ISSET(core, &all_cores))
        core++;
    CPU_ZERO(&one);
    CPU_SET(core, &one);
    return sched_setaffinity(0, sizeof one, &one);
}

static void end_pinned(void)
{
    sched_setaffinity(0, sizeof all_cores, &all_cores);
}

/* ---- little memory ------------------------------------------------------------------------------ */

/* A control group of this process's own; version 1 and version 2 name things differently. */
struct memory_group {
    const char *root;       /* where the group is made */
    const char *limit_file; /* in it */
};

static const struct memory_group memory_groups[] = {
    {"/sys/fs/cgroup/memory", "memory.limit_in_bytes"},
    {"/sys/fs/cgroup", "memory.max"},
};
static const struct memory_group *used_group;

static int write_text(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    ssize_t written = write(fd, text, strlen(text));
    int kept = errno;
    close(fd);
    errno = kept;
    return written == (ssize_t)strlen(text) ? 0 : -1;
}

static void group_path(const struct memory_group *group, char path[PATH_MAX])
{
    snprintf(path, PATH_MAX, "%s/concurrency-lab-%d", group->root, (int)getpid());
}

static int move_to(const char *folder)
{
    char file[PATH_MAX + 16], pid[16];
    snprintf(file, sizeof file, "%s/cgroup.procs", folder);
    snprintf(pid, sizeof pid, "%d", (int)getpid());
    return write_text(file, pid);
}

static int enter_group(const struct memory_group *group)
{
    char path[PATH_MAX], file[PATH_MAX + 32];
    group_path(group, path);
    if (mkdir(path, 0755) != 0)
        return -1;
    snprintf(file, sizeof file, "%s/%s", path, group->limit_file);
    if (write_text(file, MEMORY_LIMIT) == 0 && move_to(path) == 0)
        return 0;
    int kept = errno;
    rmdir(path);
    errno = kept;
    return -1;
}

static int begin_memory(void)
{
    for (size_t i = 0; i < sizeof memory_groups / sizeof memory_groups[0]; i++) {
        if (enter_group(&memory_groups[i]) == 0) {
            used_group = &memory_groups[i];
            return 0;
        }
    }
    return -1;
}

static void end_memory(void)
{
    char path[PATH_MAX];
    group_path(used_group, path);
    if (move_to(used_group->root) != 0 || rmdir(path) != 0)
        fprintf(stderr, "prove: %s stays behind (%s)\n", path, strerror(errno));
}

/* ---- all of them ---------------------------------------------------------------------------------- */

static const struct condition conditions[] = {
    {"idle", "nothing else to do", begin_idle, end_idle},
    {"loaded", "stress-ng keeps every core busy", begin_loaded, end_loaded},
    {"pinned", "all on one core", begin_pinned, end_pinned},
    {"memory", "512 MiB for everything together", begin_memory, end_memory},
};

const struct condition *condition_find(const char *name)
{
    for (size_t i = 0; i < sizeof conditions / sizeof conditions[0]; i++)
        if (strcmp(conditions[i].name, name) == 0)
            return &conditions[i];
    return NULL;
}
