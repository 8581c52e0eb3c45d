/*
 * replay.c - `build/lab replay`: the counterexample of a check that failed, once more.
 */
#define _GNU_SOURCE
#include "replay.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "counterexample.h"
#include "cx_table.h"
#include "files.h"
#include "lab.h"
#include "output.h"
#include "page.h"
#include "player.h"

#define INDENT 2

char *identify_task(const char *from, const struct task *task, char text[IDENTITY_SIZE])
{
    char paths[TASK_FILES_MOST][PATH_MAX];
    const char *list[TASK_FILES_MOST];
    for (int i = 0; i < task->file_count; i++)
        list[i] = make_path(paths[i], "%s/%s/%s", from, task->folder, task->files[i]);
    return identify_files(list, task->file_count, text);
}

/* ---- which one ------------------------------------------------------------------- */

/* A check is also known by its id, "sync/transfer". */
static const char *wanted_check(const struct lab *lab)
{
    const char *check = lab->options.check;
    const char *slash = check ? strchr(check, '/') : NULL;
    return slash ? slash + 1 : check;
}

static bool is_among(char *const *names, int count, const char *wanted)
{
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], wanted) == 0)
            return true;
    return false;
}

static int no_such_check(const struct lab *lab, const char *wanted, char *const *names,
                         int count)
{
    char text[1024] = "";
    size_t used = 0;
    for (int i = 0; i < count && used + 1 < sizeof text; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", i ? ", " : "",
                                 names[i]);
    if (count == 0)
        return usage_error("task %d has no counterexample of %s: it didn't fail in the "
                           "last `make validate TASK=%d`, or not in the explorer",
                           lab->task->number, wanted, lab->task->number);
    return usage_error("task %d has no counterexample of %s; there are: %s",
                       lab->task->number, wanted, text);
}

static int print_none(const struct lab *lab)
{
    struct page page = page_open(stdout);
    char text[256];
    snprintf(
        text, sizeof text,
        "Task %d has no counterexample to show. `make validate TASK=%d` keeps one for "
        "each check that some schedule breaks.",
        lab->task->number, lab->task->number);
    page_paragraph(&page, 0, "", text);
    return end_output();
}

static int print_list(const struct lab *lab, char *const *names, int count)
{
    int number = lab->task->number;
    printf("Task %d has %d counterexamples:\n", number, count);
    for (int i = 0; i < count; i++) {
        struct stored stored;
        bool loaded = load_counterexample(lab->task->name, names[i], &stored) == 0;
        printf("\n  %s\n  make replay TASK=%d CHECK=%s\n", loaded ? stored.title : "",
               number, names[i]);
        if (loaded)
            free_stored(&stored);
    }
    return end_output();
}

/* ---- showing it ------------------------------------------------------------------ */

static bool has_changed(const struct lab *lab, const struct stored *stored)
{
    char now[IDENTITY_SIZE];
    return strcmp(identify_task(stored->from, lab->task, now), stored->identity) != 0;
}

/* What is shown may no longer be so: in one line, else "". */
static void say_changed(const struct lab *lab, const struct stored *stored, char *text,
                        size_t size)
{
    const struct task *task = lab->task;
    text[0] = '\0';
    if (has_changed(lab, stored))
        snprintf(text, size,
                 "(This schedule was found in another version of %s; `make validate "
                 "TASK=%d` judges this one.)",
                 task->file_count == 1 ? task->files[0] : "your files", task->number);
}

static int print_text(const struct lab *lab, const struct stored *stored,
                      const struct counterexample *cx)
{
    struct page page = page_open(stdout);
    char again[256], changed[256];
    snprintf(again, sizeof again, "make replay TASK=%d CHECK=%s FULL=1",
             lab->task->number, stored->check);
    page_print(&page, PAGE_BOLD, "Task %d: ", lab->task->number);
    page_paragraph(&page, 0, "", stored->title);
    say_changed(lab, stored, changed, sizeof changed);
    if (changed[0])
        page_paragraph(&page, 0, "", changed);
    fputc('\n', page.out);
    if (cx->message_adds)
        page_paragraph(&page, INDENT, "", cx->message);
    table_print(&page, INDENT, cx, lab->options.full ? TABLE_FULL : TABLE_SHORT, again);
    return end_output();
}

/* On a terminal it is stepped through. Where the terminal can't, that is said, and the table
 * follows. */
static int play_text(const struct lab *lab, const struct stored *stored,
                     const struct counterexample *cx)
{
    char title[512], changed[256];
    const char *why;
    snprintf(title, sizeof title, "Task %d: %s", lab->task->number, stored->title);
    say_changed(lab, stored, changed, sizeof changed);
    if (player_run(cx, title, changed, &why) == 0)
        return EXIT_ALL_PASSED;
    struct page page = page_open(stdout);
    snprintf(title, sizeof title, "(As a table, because %s.)\n\n", why);
    page_paragraph(&page, 0, "", title);
    return print_text(lab, stored, cx);
}

static int print_json(const struct lab *lab, const struct stored *stored)
{
    cJSON_AddBoolToObject(stored->document, "changed", has_changed(lab, stored));
    char *text = cJSON_Print(stored->document);
    if (!text)
        return lab_error("no memory");
    puts(text);
    free(text);
    return end_output();
}

static int cannot_load(const struct lab *lab, const char *check)
{
    if (errno == EINVAL)
        return lab_error("the counterexample of %s is damaged; `make validate TASK=%d` "
                         "makes it anew",
                         check, lab->task->number);
    return lab_error("can't read the counterexample of %s: %s", check, strerror(errno));
}

static bool is_played(const struct lab *lab)
{
    return strcmp(lab->options.format, "text") == 0 && !lab->options.full &&
           isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

static int show(const struct lab *lab, const char *check)
{
    struct stored stored;
    if (load_counterexample(lab->task->name, check, &stored) != 0)
        return cannot_load(lab, check);
    struct counterexample *cx = cx_from_json(stored.counterexample);
    int status;
    if (!cx)
        status = cannot_load(lab, check);
    else if (strcmp(lab->options.format, "json") == 0)
        status = print_json(lab, &stored);
    else if (is_played(lab))
        status = play_text(lab, &stored, cx);
    else
        status = print_text(lab, &stored, cx);
    cx_free(cx);
    free_stored(&stored);
    return status;
}

static void print_choice(const struct lab *lab, char *const *names, int count)
{
    printf("Task %d has %d counterexamples:\n\n", lab->task->number, count);
    for (int i = 0; i < count; i++) {
        struct stored stored;
        bool loaded = load_counterexample(lab->task->name, names[i], &stored) == 0;
        printf("  %2d  %s\n", i + 1, loaded ? stored.title : names[i]);
        if (loaded)
            free_stored(&stored);
    }
    printf("\nWhich one? (its number; q quits) ");
    fflush(stdout);
}

/* On a terminal the learner is asked, until they have seen enough. */
static int choose_one(const struct lab *lab, char *const *names, int count)
{
    char *line = NULL, *end;
    size_t size = 0;
    int status = EXIT_ALL_PASSED;
    for (;;) {
        print_choice(lab, names, count);
        if (getline(&line, &size, stdin) < 0 || line[0] == 'q')
            break;
        long number = strtol(line, &end, 10);
        if (number >= 1 && number <= count)
            status = show(lab, names[number - 1]);
        else if (line[0] != '\n')
            printf("\nThere is no counterexample %.*s.\n", (int)strcspn(line, "\n"),
                   line);
        putchar('\n');
    }
    free(line);
    return status;
}

static int choose(const struct lab *lab, char *const *names, int count)
{
    const char *wanted = wanted_check(lab);
    bool json = strcmp(lab->options.format, "json") == 0;
    if (wanted)
        return is_among(names, count, wanted) ? show(lab, wanted)
                                              : no_such_check(lab, wanted, names, count);
    if (count == 1)
        return show(lab, names[0]);
    if (json)
        return usage_error("of which check? Add --check=NAME");
    if (count == 0)
        return print_none(lab);
    return is_played(lab) ? choose_one(lab, names, count) : print_list(lab, names, count);
}

int command_replay(struct lab *lab)
{
    char **names;
    const char *format = lab->options.format;
    if (!lab->task)
        return usage_error("replay of which task? For example: make replay TASK=%d",
                           lab->tasks.tasks[0].number);
    if (strcmp(format, "text") != 0 && strcmp(format, "json") != 0)
        return usage_error("replay has no --format=%s; use text or json", format);
    int count = list_counterexamples(lab->task->name, &names);
    if (count < 0)
        return lab_error("can't read the counterexamples of task %d: %s",
                         lab->task->number, strerror(errno));
    int status = choose(lab, names, count);
    free_names(names, count);
    return status;
}
