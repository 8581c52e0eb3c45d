/*
 * solution.c - `build/lab solution`: the finished file of a task, or how the learner's differs.
 *
 * It is there at any time. That it was looked at before the task passed is remembered, and shown
 * by `progress`, for the learner's own eyes.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "difference.h"
#include "files.h"
#include "lab.h"
#include "output.h"
#include "state.h"
#include "stubs.h"

/* ---- the file ------------------------------------------------------------------------- */

static int print_file(const char *path, bool named)
{
    char *text = read_file(path, SOURCE_LIMIT, NULL);
    if (!text)
        return lab_error("%s can't be read (%s); is this a whole copy of the lab?", path,
                         strerror(errno));
    if (named)
        printf("/* ======== %s ======== */\n", path);
    fputs(text, stdout);
    free(text);
    return EXIT_ALL_PASSED;
}

/* ---- the difference --------------------------------------------------------------------- */

/* diff(1) would wait for a pipe, and compare a folder with what lies in it. */
static int check_mine(const char *path, int number)
{
    char *text = read_file(path, SOURCE_LIMIT, NULL);
    int error = errno;
    free(text);
    if (text)
        return EXIT_ALL_PASSED;
    if (error == ENOENT)
        return lab_error("%s is missing; the stub again: make reset TASK=%d", path,
                         number);
    return lab_error("%s can't be compared: %s", path,
                     error == EISDIR   ? "it is a folder"
                     : error == EFBIG  ? "it is larger than 1 MiB"
                     : error == EINVAL ? "it is no regular file"
                                       : strerror(error));
}

static int show_difference(const char *mine, const char *solution, int number)
{
    char mine_label[PATH_MAX], solution_label[PATH_MAX];
    bool same;
    int status = check_mine(mine, number);
    make_path(mine_label, "yours: %s", mine);
    make_path(solution_label, "solution: %s", solution);
    if (status == EXIT_ALL_PASSED)
        status = print_difference(mine, mine_label, solution, solution_label, &same);
    if (status == EXIT_ALL_PASSED && same)
        printf("%s is the same as the solution, letter by letter.\n", mine);
    return status;
}

/* ---- the command -------------------------------------------------------------------------- */

static int print_solution(struct lab *lab, int index)
{
    const struct task *task = lab->task;
    char mine[PATH_MAX], solution[PATH_MAX];
    solution_path(solution, task, index);
    if (!lab->options.diff)
        return print_file(solution, task->file_count > 1);
    make_path(mine, "%s/%s/%s", lab->options.from, task->folder, task->files[index]);
    return show_difference(mine, solution, task->number);
}

int command_solution(struct lab *lab)
{
    int status = EXIT_ALL_PASSED;
    if (!lab->task)
        return usage_error(
            "the solution of which task? For example: make solution TASK=%d",
            lab->tasks.tasks[0].number);
    if (lab->task->file_count == 0)
        return lab_error("solutions/%s is empty; is this a whole copy of the lab?",
                         lab->task->folder);
    for (int i = 0; i < lab->task->file_count; i++) {
        int one = print_solution(lab, i);
        status = one > status ? one : status;
    }
    if (status == EXIT_ALL_PASSED)
        status = end_output();
    if (status == EXIT_ALL_PASSED && state_remember_solution(lab, lab->task) != 0)
        status = lab_error("can't remember that you looked at the solution: %s",
                           strerror(errno));
    return status;
}
