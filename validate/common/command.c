#define _GNU_SOURCE
#include "command.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define OUTPUT_LIMIT (256 * 1024)

extern char **environ;

void command_add(struct command *command, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    char *word;
    if (command->word_count == COMMAND_WORDS || vasprintf(&word, format, values) < 0)
        abort();
    va_end(values);
    command->words[command->word_count++] = word;
}

/* Output goes to a file in memory: no pipe that could fill up while nobody reads. */
int start_command(struct command *command)
{
    posix_spawn_file_actions_t actions;
    command->output_fd = memfd_create("output", MFD_CLOEXEC);
    if (command->output_fd < 0)
        return -1;
    int error = posix_spawn_file_actions_init(&actions);
    if (error == 0) {
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_adddup2(&actions, command->output_fd, 1);
        posix_spawn_file_actions_adddup2(&actions, command->output_fd, 2);
        error = posix_spawnp(&command->pid, command->words[0], &actions, NULL,
                             command->words, environ);
        posix_spawn_file_actions_destroy(&actions);
    }
    if (error != 0) {
        command->pid = 0;
        close(command->output_fd);
    }
    if (error == 0)
        command->end_fd = pidfd_open(command->pid, 0);
    errno = error;
    return error ? -1 : 0;
}

static void take_output(struct command *command)
{
    off_t size = lseek(command->output_fd, 0, SEEK_END);
    size_t kept = size < OUTPUT_LIMIT ? (size_t)size : OUTPUT_LIMIT;
    command->output = malloc(kept + 1);
    ssize_t got =
        command->output ? pread(command->output_fd, command->output, kept, 0) : 0;
    if (command->output)
        command->output[got < 0 ? 0 : got] = '\0';
    close(command->output_fd);
}

static double seconds_of(const struct timeval *time)
{
    return (double)time->tv_sec + (double)time->tv_usec / 1e6;
}

/* Not waitpid(-1): other commands may be running that somebody else waits for. */
int wait_for_command(struct command *const *commands, int count)
{
    struct pollfd *ends = calloc((size_t)count, sizeof *ends);
    int status = 0, i = 0, patience = -1;
    if (!ends)
        abort();
    for (int c = 0; c < count; c++) {
        ends[c] = (struct pollfd){.fd = commands[c]->end_fd, .events = POLLIN};
        if (ends[c].fd < 0)
            patience = 0; /* out of descriptors: wait for this one */
    }
    while (poll(ends, (nfds_t)count, patience) < 0 && errno == EINTR)
        continue;
    while (i < count - 1 && ends[i].fd >= 0 && !ends[i].revents)
        i++;
    free(ends);
    struct rusage used = {0};
    while (wait4(commands[i]->pid, &status, 0, &used) < 0 && errno == EINTR)
        continue;
    commands[i]->pid = 0;
    if (commands[i]->end_fd >= 0)
        close(commands[i]->end_fd);
    commands[i]->status =
        WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    commands[i]->processor_seconds =
        seconds_of(&used.ru_utime) + seconds_of(&used.ru_stime);
    take_output(commands[i]);
    return i;
}

int run_commands(struct command *commands, int count, int at_once)
{
    struct command **running = calloc((size_t)at_once, sizeof *running);
    int failed = running ? 0 : -1, busy = 0, kept = errno;
    for (int next = 0; busy > 0 || (!failed && next < count);) {
        if (!failed && next < count && busy < at_once) {
            failed = start_command(&commands[next]);
            kept = errno;
            if (!failed)
                running[busy++] = &commands[next++];
        } else {
            int ended = wait_for_command(running, busy);
            running[ended] = running[--busy];
        }
    }
    free(running);
    if (failed)
        errno = kept;
    return failed;
}

void command_free(struct command *command)
{
    for (int i = 0; i < command->word_count; i++)
        free(command->words[i]);
    free(command->output);
    memset(command, 0, sizeof *command);
}

int processors(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0)
        return 1;
    return CPU_COUNT(&set) > 0 ? CPU_COUNT(&set) : 1;
}
