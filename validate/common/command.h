/*
 * command.h - runs programs to their end, side by side, and keeps what they printed.
 */
#ifndef COMMAND_H
#define COMMAND_H

#include <stddef.h>
#include <sys/types.h>

#define COMMAND_WORDS 256

/* A program to run, and what became of it. Start from {0}, then command_add. */
struct command {
    char *words[COMMAND_WORDS + 1]; /* argv, NULL-terminated; owned */
    int word_count;
    int status; /* exit status; 128 + signal number when a signal ended it */
    char
        *output; /* stdout and stderr together, at most 256 KiB, '\0'-terminated; owned */
    double
        processor_seconds; /* that it used, and those of its children that it waited for */
    pid_t pid;             /* private */
    int output_fd;         /* private */
    int end_fd;            /* private: readable once it has ended */
};

/* Adds a word to the command, made by printf rules. More than COMMAND_WORDS is a mistake of the
 * caller and ends the program. */
void command_add(struct command *command, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Runs the commands with empty stdin, at most `at_once` of them at the same time, and waits for
 * all. Returns 0 when each could be started, with status and output set; or -1 with errno: one
 * could not be started, the others have ended all the same.
 */
int run_commands(struct command *commands, int count, int at_once);

/* Starts a command with empty stdin. Returns 0, to be waited for with wait_for_command; or -1 with
 * errno. */
int start_command(struct command *command);

/* Waits until one of the started commands has ended. Returns its place in the array, with its status
 * and output set. */
int wait_for_command(struct command *const *commands, int count);

/* Frees what the command owns; it is then {0} again. */
void command_free(struct command *command);

/* Number of processors that this process may use, at least 1. */
int processors(void);

#endif
