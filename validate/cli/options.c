#define _GNU_SOURCE
#include "options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"

/* The value of "--name=value"; NULL if the word is another. */
static const char *value_of(const char *word, const char *name)
{
    size_t length = strlen(name);
    return strncmp(word, name, length) == 0 && word[length] == '=' ? word + length + 1
                                                                   : NULL;
}

static int read_seed(struct options *options, const char *text)
{
    char *end;
    errno = 0;
    options->seed = strtoull(text, &end, 10);
    if (*text < '0' || *text > '9' || *end || errno)
        return usage_error(
            "SEED=%s is no seed; use the number that an earlier run printed", text);
    options->seed_given = true;
    return -1;
}

static int read_format(struct options *options, const char *text)
{
    static const char *const known[] = {"text", "json",  "junit", "tap",
                                        "html", "brief", "lines"};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcmp(text, known[i]) == 0) {
            options->format = known[i];
            return -1;
        }
    }
    return usage_error(
        "--format=%s is not known; use brief, lines, text, html, json, junit or tap",
        text);
}

static int read_word(struct options *options, const char *word)
{
    const char *value;
    if ((value = value_of(word, "--from")))
        options->from_word = *value ? value : "tasks";
    else if ((value = value_of(word, "--format")))
        return read_format(options, value);
    else if ((value = value_of(word, "--output")))
        options->output = value;
    else if ((value = value_of(word, "--seed")))
        return *value ? read_seed(options, value) : -1;
    else if ((value = value_of(word, "--function")))
        options->function = *value ? value : NULL;
    else if ((value = value_of(word, "--check")))
        options->check = *value ? value : NULL;
    else if (value_of(word, "--repeat"))
        options->repeat = word;
    else if ((value = value_of(word, "--puzzle")))
        options->puzzle = *value ? value : NULL;
    else if (strcmp(word, "--plain") == 0)
        options->plain = true;
    else if (strcmp(word, "--full") == 0)
        options->full = true;
    else if (strcmp(word, "--diff") == 0)
        options->diff = true;
    else if (strcmp(word, "--seen") == 0)
        options->seen = true;
    else if (strcmp(word, "--answer") == 0)
        options->answer = true;
    else if (word[0] == '-')
        return usage_error("%s is not an option; `build/lab help` lists them", word);
    else if (options->task_word)
        return usage_error("one task at a time: %s or %s?", options->task_word, word);
    else if (*word)
        options->task_word = word;
    return -1;
}

/* A seed short enough to type again. */
static uint64_t new_seed(void)
{
    uint32_t seed = 0;
    if (getrandom(&seed, sizeof seed, 0) != (ssize_t)sizeof seed)
        seed = (uint32_t)getpid();
    return seed % 1000000;
}

/* build/lab lies two folders below the lab's own. */
int find_root(char root[PATH_MAX])
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length < 0)
        return lab_error("can't find the lab's own folder: %s", strerror(errno));
    path[length] = '\0';
    for (int up = 0; up < 2; up++) {
        char *slash = strrchr(path, '/');
        if (slash)
            *slash = '\0';
    }
    make_path(root, "%s", path);
    return -1;
}

/* `tasks` and `solutions` are the lab's own; any other folder is the learner's, from where they
 * stand. Inside the lab's folder, paths are shown from there. */
static int find_from(struct lab *lab)
{
    struct options *options = &lab->options;
    struct stat status;
    char real[PATH_MAX];
    size_t length = strlen(lab->root);
    if (strcmp(options->from_word, "tasks") == 0 ||
        strcmp(options->from_word, "solutions") == 0) {
        make_path(options->from, "%s", options->from_word);
        return -1;
    }
    if (!realpath(options->from_word, real) || stat(real, &status) != 0 ||
        !S_ISDIR(status.st_mode))
        return usage_error(
            "FROM=%s is not a folder; use tasks, solutions, or a folder with "
            "the layout of tasks/",
            options->from_word);
    bool inside = strncmp(real, lab->root, length) == 0 && real[length] == '/';
    make_path(options->from, "%s", inside ? real + length + 1 : real);
    return -1;
}

static int find_named_task(struct lab *lab)
{
    if (find_tasks(lab->root, &lab->tasks) != 0 || lab->tasks.count == 0)
        return lab_error("%s/tasks can't be read; is this a whole copy of the lab?",
                         lab->root);
    if (!lab->options.task_word)
        return -1;
    lab->task = find_task(&lab->tasks, lab->options.task_word);
    if (!lab->task)
        return usage_error("TASK=%s is no task; they go from %d to %d",
                           lab->options.task_word, lab->tasks.tasks[0].number,
                           lab->tasks.tasks[lab->tasks.count - 1].number);
    return -1;
}

int read_options(struct lab *lab, int argc, char **argv)
{
    struct options *options = &lab->options;
    options->command = argc > 1 ? argv[1] : "help";
    options->from_word = "tasks";
    options->format = "text";
    options->seed = new_seed();
    int status = -1;
    for (int i = 2; i < argc && status == -1; i++)
        status = read_word(options, argv[i]);
    if (status == -1)
        status = find_root(lab->root);
    if (status == -1)
        status = find_from(lab);
    if (status == -1 && chdir(lab->root) != 0)
        status = lab_error("can't go to %s: %s", lab->root, strerror(errno));
    return status == -1 ? find_named_task(lab) : status;
}
