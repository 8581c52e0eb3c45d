#define _GNU_SOURCE
#include "command.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
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
static int start(struct command *command)
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

/* Waits for one of the running commands. */
static void finish_one(struct command *commands, int count)
{
    int status;
    pid_t ended = waitpid(-1, &status, 0);
    for (int i = 0; i < count && ended > 0; i++) {
        if (commands[i].pid != ended)
            continue;
        commands[i].pid = 0;
        commands[i].status =
            WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        take_output(&commands[i]);
    }
}

static int running(const struct command *commands, int count)
{
    int n = 0;
    for (int i = 0; i < count; i++)
        n += commands[i].pid > 0;
    return n;
}

int run_commands(struct command *commands, int count, int at_once)
{
    int failed = 0, kept = 0;
    for (int i = 0; i < count; i++) {
        while (running(commands, i) >= at_once)
            finish_one(commands, i);
        if (start(&commands[i]) != 0) {
            kept = errno;
            failed = -1;
            break;
        }
    }
    while (running(commands, count) > 0)
        finish_one(commands, count);
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
