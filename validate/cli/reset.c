/*
 * reset.c - `build/lab reset`: the untouched stub back in place; the learner's file is kept.
 *
 * The order is what keeps it safe: the new stub is written beside the learner's file first, then
 * the learner's file is moved to the backup, then the stub takes its name. What fails before the
 * last step leaves the learner's file where it was.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup.h"
#include "files.h"
#include "lab.h"
#include "output.h"
#include "stubs.h"

static bool exists(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0;
}

/* Writes the stub under another name beside the learner's file. */
static int write_new_stub(const struct task *task, int index, const char *path)
{
    char stub[PATH_MAX];
    size_t size;
    char *text = read_file(stub_path(stub, task, index), SOURCE_LIMIT, &size);
    if (!text)
        return lab_error("%s can't be read (%s); is this a whole copy of the lab?", stub,
                         strerror(errno));
    int failed = write_file(path, text, size), error = errno;
    free(text);
    if (failed)
        return lab_error("can't write to tasks/%s (%s); your file is as it was",
                         task->folder, strerror(error));
    return EXIT_ALL_PASSED;
}

/* Makes the folder for the backup unless an earlier file of the task had it made. */
static int make_folder(char *folder)
{
    if (*folder || backup_make_folder(folder) == 0)
        return EXIT_ALL_PASSED;
    int error = errno;
    *folder = '\0';
    return lab_error("can't make a backup below build/ (%s); your file is as it was",
                     strerror(error));
}

static int keep_mine(const struct task *task, int index, const char *mine, char *folder)
{
    char name[PATH_MAX];
    int status = make_folder(folder);
    if (status != EXIT_ALL_PASSED)
        return status;
    make_path(name, "%s/%s", task->folder, task->files[index]);
    if (backup_move(mine, folder, name) == 0)
        return EXIT_ALL_PASSED;
    int error = errno;
    backup_drop_folder(folder);
    if (error == EXDEV)
        return lab_error(
            "%s is no file, and build/ is on another file system: move it away "
            "yourself, then reset again",
            mine);
    return lab_error("can't keep %s in %s (%s), so it is left as it was", mine, folder,
                     strerror(error));
}

static int put_in_place(const char *stub, const char *mine, const char *folder, bool kept)
{
    if (rename(stub, mine) == 0)
        return EXIT_ALL_PASSED;
    if (kept)
        return lab_error("can't put the stub in place (%s); your file is in %s",
                         strerror(errno), folder);
    return lab_error("can't put the stub in place: %s", strerror(errno));
}

static int reset_file(const struct task *task, int index, char *folder)
{
    char mine[PATH_MAX], stub[PATH_MAX];
    learner_path(mine, task, index);
    make_path(stub, "%s.new", mine);
    bool kept = exists(mine);
    int status = write_new_stub(task, index, stub);
    if (status != EXIT_ALL_PASSED)
        return status;
    if (kept)
        status = keep_mine(task, index, mine, folder);
    if (status == EXIT_ALL_PASSED)
        status = put_in_place(stub, mine, folder, kept);
    if (status != EXIT_ALL_PASSED) {
        unlink(stub);
        return status;
    }
    if (kept)
        printf("%s is the untouched stub again.\nYours is kept: %s/%s/%s\n", mine, folder,
               task->folder, task->files[index]);
    else
        printf("%s was missing; the stub is in place.\n", mine);
    return EXIT_ALL_PASSED;
}

static int reset_task(const struct task *task)
{
    char folder[PATH_MAX] = ""; /* made when there is something to keep */
    int status = EXIT_ALL_PASSED;
    if (task->file_count == 0)
        return lab_error("solutions/%s is empty; is this a whole copy of the lab?",
                         task->folder);
    if (all_are_stubs(task))
        printf("Nothing to do: task %d is untouched.\n", task->number);
    for (int i = 0; i < task->file_count && status == EXIT_ALL_PASSED; i++)
        if (!is_stub(task, i))
            status = reset_file(task, i, folder);
    return status;
}

int command_reset(struct lab *lab)
{
    if (!lab->task)
        return usage_error("reset which task? For example: make reset TASK=%d",
                           lab->tasks.tasks[0].number);
    if (strcmp(lab->options.from_word, "tasks") != 0)
        return usage_error("reset is about the files in tasks/; others are left alone");
    int status = reset_task(lab->task);
    return status == EXIT_ALL_PASSED ? end_output() : status;
}
