#include "explore_options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "explore.h"
#include "lab.h"

#define BUDGET_MOST 1000000000u

/* The value of "--name=value"; NULL if the word is another. */
static const char *value_of(const char *word, const char *name)
{
    size_t length = strlen(name);
    return strncmp(word, name, length) == 0 && word[length] == '=' ? word + length + 1
                                                                   : NULL;
}

/* Digits and nothing else. Returns 0 or -1. */
static int read_number(const char *text, uint64_t *number)
{
    char *end;
    errno = 0;
    *number = strtoull(text, &end, 10);
    return *text < '0' || *text > '9' || *end || errno ? -1 : 0;
}

static int read_seed(struct explore_command *command, const char *text)
{
    if (!*text || read_number(text, &command->seed) == 0)
        return -1;
    return usage_error("--seed=%s is no seed; use a number of at most 19 digits", text);
}

static int read_budget(struct explore_command *command, const char *text)
{
    uint64_t budget = 0;
    if (!*text)
        return -1;
    if (read_number(text, &budget) != 0 || budget == 0 || budget > BUDGET_MOST)
        return usage_error("--budget=%s is no number of schedules; use 1 to %u", text,
                           BUDGET_MOST);
    command->budget = (uint32_t)budget;
    return -1;
}

static int read_format(struct explore_command *command, const char *text)
{
    command->json = strcmp(text, "json") == 0;
    if (command->json || !*text || strcmp(text, "text") == 0)
        return -1;
    return usage_error("--format=%s is not known; use text or json", text);
}

static int read_replay(struct explore_command *command, const char *text)
{
    if (strlen(text) >= EXPLORE_TOKEN_SIZE)
        return usage_error("--replay=%.20s... is no token; copy the one that an earlier "
                           "run printed",
                           text);
    command->replay = *text ? text : NULL;
    return -1;
}

static int add_file(struct explore_command *command, const char *word)
{
    if (command->file_count == PROGRAM_FILES_MOST)
        return usage_error("at most %d files at a time", PROGRAM_FILES_MOST);
    command->files[command->file_count++] = word;
    return -1;
}

/* Options are the same everywhere; an empty value is none, as the Makefile passes it. */
static int read_word(struct explore_command *command, const char *word)
{
    const char *value;
    if ((value = value_of(word, "--format")))
        return read_format(command, value);
    if ((value = value_of(word, "--budget")))
        return read_budget(command, value);
    if ((value = value_of(word, "--seed")))
        return read_seed(command, value);
    if ((value = value_of(word, "--replay")))
        return read_replay(command, value);
    if (strcmp(word, "--failures") == 0)
        command->failures = true;
    else if (strcmp(word, "--full") == 0)
        command->full = true;
    else if (strcmp(word, "--step") == 0)
        command->step = true;
    else if (word[0] == '-')
        return usage_error("%s is not an option of explore; flags for the compiler stand "
                           "behind --",
                           word);
    else
        return add_file(command, word);
    return -1;
}

/* The results have their places, and the steps of compiling their order. */
static int add_flag(struct explore_command *command, const char *word)
{
    static const char *const ours[] = {
        "-o",   "-c",    "-S",   "-E",          "-M",   "-MM",    "-shared", "-static",
        "-m32", "-mx32", "-pie", "-static-pie", "-###", "--help", NULL};
    for (int i = 0; ours[i]; i++)
        if (strcmp(word, ours[i]) == 0)
            return usage_error("%s can't be passed on: explore says itself how the "
                               "program is built",
                               word);
    if (command->flag_count == PROGRAM_FLAGS_MOST)
        return usage_error("at most %d flags behind --", PROGRAM_FLAGS_MOST);
    command->flags[command->flag_count++] = word;
    return -1;
}

int read_explore_options(struct explore_command *command, int count, char **words)
{
    bool flags = false;
    int status = -1;
    for (int i = 0; i < count && status == -1; i++) {
        if (flags)
            status = add_flag(command, words[i]);
        else if (strcmp(words[i], "--") == 0)
            flags = true;
        else
            status = read_word(command, words[i]);
    }
    if (status == -1 && command->file_count == 0)
        return usage_error("which program? name its C file: make explore FILE=prog.c");
    return status;
}
