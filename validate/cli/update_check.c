/*
 * update_check.c - `build/lab update-check`: did an update of the lab change what the learner's files were
 * written for?
 *
 * It looks, and changes no file. The learner's files are never part of an update: git refuses to
 * overwrite a file with changes in it, and where it merged both, this says so.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "begun.h"
#include "difference.h"
#include "files.h"
#include "lab.h"
#include "output.h"
#include "page.h"
#include "stubs.h"

/* ---- merged by git ---------------------------------------------------------------------------- */

/* The line where git left both versions for somebody to choose; 0: none. */
static int conflict_line(const char *path)
{
    char *text = read_file(path, SOURCE_LIMIT, NULL);
    int line = 1, found = 0;
    for (const char *at = text; at && *at && !found; line++) {
        if (strncmp(at, "<<<<<<< ", 8) == 0)
            found = line;
        at += strcspn(at, "\n");
        at += *at == '\n';
    }
    free(text);
    return found;
}

static int tell_conflicts(const struct task *task)
{
    char path[PATH_MAX];
    int told = 0;
    for (int i = 0; i < task->file_count; i++) {
        int line = conflict_line(learner_path(path, task, i));
        if (line == 0)
            continue;
        told++;
        printf("%s, line %d: git has put both versions there, yours behind <<<<<<<, the "
               "lab's\nbehind =======. Keep what you want of them and remove the marks; "
               "yours alone again:\ngit checkout --ours %s\n\n",
               path, line, path);
    }
    return told;
}

/* ---- changes of the contract -------------------------------------------------------------------- */

static void print_change(const struct contract_file *file, const char *words)
{
    printf("%s: %s\n", file->name, words);
}

static int tell_change(const struct contract_file *file)
{
    char then[PATH_MAX], now[PATH_MAX];
    bool same;
    switch (file->change) {
    case CONTRACT_SAME:
        return EXIT_ALL_PASSED;
    case CONTRACT_ADDED:
        print_change(file, "is new");
        return EXIT_ALL_PASSED;
    case CONTRACT_REMOVED:
        print_change(file, "is gone");
        return EXIT_ALL_PASSED;
    case CONTRACT_CHANGED:
        break;
    }
    make_path(then, "%s when you began", file->name);
    make_path(now, "%s now", file->name);
    print_change(file, file->stub ? "the stub has changed; your file hasn't"
                                  : "the contract has changed");
    return print_difference(file->then, then, file->now, now, &same);
}

/* Returns an exit status: EXIT_CHECK_FAILED when there is something to look at. */
static int tell_task(const struct task *task)
{
    struct contract_file files[CONTRACT_FILES];
    struct page page = page_open(stdout);
    int status = EXIT_ALL_PASSED, conflicts = tell_conflicts(task);
    if (begun_changes(task) == 0)
        return conflicts ? EXIT_CHECK_FAILED : EXIT_ALL_PASSED;
    page_print(&page, PAGE_BOLD, "Task %d: %s\n", task->number, task->name);
    int count = begun_compare(task, files);
    for (int i = 0; i < count && status == EXIT_ALL_PASSED; i++)
        status = tell_change(&files[i]);
    if (status != EXIT_ALL_PASSED)
        return status;
    printf(
        "\nWhen your file keeps the new contract: make update-check TASK=%d SEEN=1\n\n",
        task->number);
    return EXIT_CHECK_FAILED;
}

static int tell_all(const struct lab *lab)
{
    int status = EXIT_ALL_PASSED, begun = 0;
    for (int i = 0; i < lab->tasks.count; i++) {
        const struct task *task = &lab->tasks.tasks[i];
        if (lab->task && lab->task != task)
            continue;
        begun += begun_known(task);
        int one = tell_task(task);
        status = one > status ? one : status;
    }
    if (status == EXIT_ALL_PASSED)
        puts(begun ? "No contract has changed since you began."
                   : "Nothing is begun yet, so no update can matter.");
    return status;
}

/* ---- the command -------------------------------------------------------------------------------- */

static int accept(const struct lab *lab)
{
    if (!lab->task)
        return usage_error("of which task? For example: make update-check TASK=%d SEEN=1",
                           lab->tasks.tasks[0].number);
    if (begun_known(lab->task) && begun_accept(lab->task) != 0)
        return lab_error("can't write below " BEGUN " (%s)", strerror(errno));
    printf("Task %d: from now on compared with the contract as it is today.\n",
           lab->task->number);
    return EXIT_ALL_PASSED;
}

int command_update_check(struct lab *lab)
{
    if (begun_note(lab) != 0)
        return lab_error("can't write below " BEGUN " (%s); is the disk full, or build/ "
                         "read-only?",
                         strerror(errno));
    int status = lab->options.seen ? accept(lab) : tell_all(lab);
    int ended = end_output();
    return ended > status ? ended : status;
}
