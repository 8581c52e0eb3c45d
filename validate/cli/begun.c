#define _GNU_SOURCE
#include "begun.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "files.h"
#include "page.h"
#include "stubs.h"

#define FILE_LIMIT (1u << 20)

static char *folder_of(const struct task *task, char path[PATH_MAX])
{
    return make_path(path, BEGUN "/%s", task->folder);
}

bool begun_known(const struct task *task)
{
    char path[PATH_MAX];
    return access(folder_of(task, path), F_OK) == 0;
}

/* ---- the files of a contract -------------------------------------------------------------------- */

static void add(struct contract_file *files, int *count, const struct task *task,
                const char *name, const char *folder)
{
    struct contract_file *file = &files[*count];
    if (*count == CONTRACT_FILES || strlen(name) >= sizeof file->name)
        return;
    *file = (struct contract_file){0};
    memcpy(file->name, name, strlen(name) + 1);
    make_path(file->now, "%s/%s", folder, name);
    make_path(file->then, BEGUN "/%s/%s", task->folder, name);
    ++*count;
}

static bool is_listed(const struct contract_file *files, int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (strcmp(files[i].name, name) == 0)
            return true;
    return false;
}

static bool ends_with(const char *name, const char *ending)
{
    size_t length = strlen(name), end = strlen(ending);
    return length > end && strcmp(name + length - end, ending) == 0;
}

static void add_all(struct contract_file *files, int *count, const struct task *task,
                    const char *folder, const char *ending)
{
    DIR *list = opendir(folder);
    struct dirent *entry;
    while (list && (entry = readdir(list)))
        if (entry->d_name[0] != '.' && ends_with(entry->d_name, ending) &&
            !is_listed(files, *count, entry->d_name))
            add(files, count, task, entry->d_name, folder);
    if (list)
        closedir(list);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct contract_file *)a)->name,
                  ((const struct contract_file *)b)->name);
}

static bool same_contents(const char *a, const char *b)
{
    size_t a_size, b_size;
    char *a_text = read_file(a, FILE_LIMIT, &a_size);
    char *b_text = read_file(b, FILE_LIMIT, &b_size);
    bool same =
        a_text && b_text && a_size == b_size && memcmp(a_text, b_text, a_size) == 0;
    free(a_text);
    free(b_text);
    return same;
}

static enum contract_change compare(const struct contract_file *file)
{
    if (access(file->then, F_OK) != 0)
        return CONTRACT_ADDED;
    if (access(file->now, F_OK) != 0)
        return CONTRACT_REMOVED;
    return same_contents(file->now, file->then) ? CONTRACT_SAME : CONTRACT_CHANGED;
}

/* Those that the lab has, then those that only the copies have. */
int begun_compare(const struct task *task, struct contract_file files[CONTRACT_FILES])
{
    char folder[PATH_MAX], copies[PATH_MAX];
    int count = 0;
    add_all(files, &count, task, make_path(folder, "tasks/%s", task->folder), ".h");
    add(files, &count, task, "jobs.h", "runner");
    int headers = count;
    add_all(files, &count, task, make_path(folder, "validate/stubs/%s", task->folder),
            ".c");
    int known = count;
    add_all(files, &count, task, folder_of(task, copies), "");
    for (int i = 0; i < count; i++) {
        files[i].stub = i >= headers && ends_with(files[i].name, ".c");
        if (i >= known) /* its place in the lab is gone */
            make_path(files[i].now, "%s", "");
        files[i].change = compare(&files[i]);
    }
    qsort(files, (size_t)count, sizeof files[0], by_name);
    return count;
}

int begun_changes(const struct task *task)
{
    struct contract_file files[CONTRACT_FILES];
    int changes = 0, count = begun_known(task) ? begun_compare(task, files) : 0;
    for (int i = 0; i < count; i++)
        changes += files[i].change != CONTRACT_SAME;
    return changes;
}

void begun_tell(const struct task *task)
{
    struct page page = page_open(stdout);
    char text[256];
    snprintf(text, sizeof text,
             "What task %d asks for has changed since you began: make update-check",
             task->number);
    if (begun_changes(task) > 0)
        page_paragraph(&page, 0, "", text);
}

/* ---- keeping it --------------------------------------------------------------------------------- */

static int copy(const struct contract_file *file, const char *folder)
{
    char to[PATH_MAX];
    size_t size;
    char *text = read_file(file->now, FILE_LIMIT, &size);
    if (!text)
        return -1;
    int failed = write_file(make_path(to, "%s/%s", folder, file->name), text, size);
    int error = errno;
    free(text);
    errno = error;
    return failed;
}

/* Under another name first: the copies are all there, or none. */
int begun_accept(const struct task *task)
{
    struct contract_file files[CONTRACT_FILES];
    char folder[PATH_MAX], made[PATH_MAX];
    make_path(made, "%s.new", folder_of(task, folder));
    int count = begun_compare(task, files);
    int failed = remove_flat_folder(made) != 0 || make_folders(made) != 0 ? -1 : 0;
    for (int i = 0; i < count && !failed; i++)
        if (files[i].change != CONTRACT_REMOVED)
            failed = copy(&files[i], made);
    if (!failed)
        failed = remove_flat_folder(folder) != 0 || rename(made, folder) != 0 ? -1 : 0;
    int error = errno;
    if (failed)
        remove_flat_folder(made);
    errno = error;
    return failed;
}

static int forget(const struct task *task)
{
    char folder[PATH_MAX];
    return remove_flat_folder(folder_of(task, folder));
}

/* A file that is missing says nothing about whether the task was begun. */
static bool has_all_files(const struct task *task)
{
    char path[PATH_MAX];
    for (int i = 0; i < task->file_count; i++)
        if (access(learner_path(path, task, i), F_OK) != 0)
            return false;
    return true;
}

int begun_note(const struct lab *lab)
{
    int failed = 0;
    for (int i = 0; i < lab->tasks.count; i++) {
        const struct task *task = &lab->tasks.tasks[i];
        if (all_are_stubs(task))
            failed |= forget(task);
        else if (has_all_files(task) && !begun_known(task))
            failed |= begun_accept(task);
    }
    return failed;
}
