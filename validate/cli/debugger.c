#define _GNU_SOURCE
#include "debugger.h"

#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "command.h"
#include "evidence.h"
#include "files.h"
#include "probe.h"

#define OUT_OF_THE_WAY 64 /* the first descriptor above those that the probe gets */

bool debugger_found(void)
{
    struct command gdb = {0};
    command_add(&gdb, "gdb");
    command_add(&gdb, "--version");
    bool found = run_commands(&gdb, 1, 1) == 0 && gdb.status == 0;
    command_free(&gdb);
    return found;
}

/* Evidence that nobody will read. Returns a descriptor, or -1 with errno. */
static int make_evidence(void)
{
    int fd = memfd_create("evidence", 0);
    if (fd >= 0 && ftruncate(fd, sizeof(struct evidence)) == 0)
        return fcntl(fd, F_DUPFD, OUT_OF_THE_WAY);
    return -1;
}

/* A number that keeps nothing secret. The write end goes with this process. */
static int make_number(void)
{
    uint64_t number = 1;
    int ends[2];
    if (pipe2(ends, 0) != 0 ||
        write(ends[1], &number, sizeof number) != (ssize_t)sizeof number)
        return -1;
    int fd = fcntl(ends[0], F_DUPFD, OUT_OF_THE_WAY);
    close(ends[0]);
    close(ends[1]);
    return fd;
}

/* gdb hands on to the program what it found open itself. */
static int place_descriptors(void)
{
    int evidence = make_evidence(), number = make_number();
    if (evidence < 0 || number < 0 || dup2(evidence, PROBE_EVIDENCE_FD) < 0 ||
        dup2(number, PROBE_NONCE_FD) < 0)
        return -1;
    return close_range(PROBE_NONCE_FD + 1, ~0u, 0);
}

static void add_gdb_command(struct command *gdb, const char *when, const char *text)
{
    command_add(gdb, "%s", when);
    command_add(gdb, "%s", text);
}

static void add_commands(struct command *gdb, const struct debugged *debugged)
{
    char text[2 * PATH_MAX];
    add_gdb_command(gdb, "-iex", "set startup-with-shell off");
    snprintf(text, sizeof text, "directory %s", debugged->sources);
    add_gdb_command(gdb, "-iex", text);
    snprintf(text, sizeof text, "set cwd %s", debugged->scratch);
    add_gdb_command(gdb, "-iex", text);
    snprintf(text, sizeof text, "break %s", debugged->stop_at);
    if (*debugged->stop_at)
        add_gdb_command(gdb, "-ex", text);
    add_gdb_command(gdb, "-ex", "run");
    if (debugged->batch)
        add_gdb_command(gdb, "-ex", "backtrace");
}

int debugger_run(const struct debugged *debugged)
{
    struct command gdb = {0};
    char arguments[1024], *next = arguments;
    snprintf(arguments, sizeof arguments, "%s", debugged->arguments);
    command_add(&gdb, "gdb");
    command_add(&gdb, "-q");
    if (debugged->batch)
        command_add(&gdb, "-batch");
    add_commands(&gdb, debugged);
    command_add(&gdb, "--args");
    command_add(&gdb, "%s", debugged->program);
    command_add(&gdb, "%s", debugged->scenario);
    command_add(&gdb, "%s", debugged->seed);
    for (char *word; (word = strtok_r(next, " ", &next));)
        command_add(&gdb, "%s", word);
    if (*debugged->replay)
        command_add(&gdb, "replay=%s", debugged->replay);
    fflush(stdout);
    setenv("LC_ALL", "C.UTF-8", 1);
    if (place_descriptors() == 0)
        execvp(gdb.words[0], gdb.words);
    command_free(&gdb);
    return -1;
}
