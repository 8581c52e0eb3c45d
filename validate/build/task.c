#include "task.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"

static int by_number(const void *a, const void *b)
{
    return ((const struct task *)a)->number - ((const struct task *)b)->number;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* "04_sync" -> 4, "sync". Returns 0, or -1 for a folder that is no task. */
static int parse_folder(const char *folder, struct task *task)
{
    if (!isdigit((unsigned char)folder[0]) || !isdigit((unsigned char)folder[1]) ||
        folder[2] != '_' || folder[3] == '\0' || strlen(folder) >= TASK_NAME)
        return -1;
    task->number = atoi(folder);
    memcpy(task->folder, folder, strlen(folder) + 1);
    memcpy(task->name, folder + 3, strlen(folder + 3) + 1);
    return task->number > 0 ? 0 : -1;
}

/* The learner's files are those that a solution exists for: a helper file of the learner's own
 * beside the stub isn't compiled, as the lesson says. */
static void list_files(const char *root, struct task *task)
{
    char path[PATH_MAX];
    make_path(path, "%s/solutions/%s", root, task->folder);
    DIR *folder = opendir(path);
    if (!folder)
        return;
    struct dirent *entry;
    while ((entry = readdir(folder)) && task->file_count < TASK_FILES_MOST) {
        size_t length = strlen(entry->d_name);
        if (length > 2 && length < TASK_NAME && entry->d_name[0] != '.' &&
            strcmp(entry->d_name + length - 2, ".c") == 0)
            memcpy(task->files[task->file_count++], entry->d_name, length + 1);
    }
    closedir(folder);
    qsort(task->files, (size_t)task->file_count, sizeof task->files[0], by_name);
}

int find_tasks(const char *root, struct task_list *list)
{
    char path[PATH_MAX];
    memset(list, 0, sizeof *list);
    make_path(path, "%s/tasks", root);
    DIR *folder = opendir(path);
    if (!folder)
        return -1;
    struct dirent *entry;
    while ((entry = readdir(folder)) && list->count < TASKS_MOST) {
        struct task *task = &list->tasks[list->count];
        if (parse_folder(entry->d_name, task) != 0)
            continue;
        list_files(root, task);
        list->count++;
    }
    closedir(folder);
    qsort(list->tasks, (size_t)list->count, sizeof list->tasks[0], by_number);
    return 0;
}

const struct task *find_task(const struct task_list *list, const char *word)
{
    char *end;
    long number = strtol(word, &end, 10);
    for (int i = 0; i < list->count; i++) {
        const struct task *task = &list->tasks[i];
        if ((*word && *end == '\0' && task->number == number) ||
            strcmp(task->name, word) == 0 || strcmp(task->folder, word) == 0)
            return task;
    }
    return NULL;
}
