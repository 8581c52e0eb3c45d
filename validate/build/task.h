/*
 * task.h - the tasks: found by their folders, tasks/NN_name.
 */
#ifndef TASK_H
#define TASK_H

#include <limits.h>
#include <stddef.h>

#define TASKS_MOST      32
#define TASK_NAME       48
#define TASK_FILES_MOST 8

/* A task. */
struct task {
    int number;                             /* 1.. */
    char name[TASK_NAME];                   /* "sync" */
    char folder[TASK_NAME];                 /* "04_sync" */
    char files[TASK_FILES_MOST][TASK_NAME]; /* the learner's files: "sync.c", sorted */
    int file_count;
};

struct task_list {
    struct task tasks[TASKS_MOST]; /* by number */
    int count;
};

/* Finds all tasks below `root` (the lab's folder). Returns 0; or -1 with errno. */
int find_tasks(const char *root, struct task_list *list);

/* The task that a learner names: its number ("4", "04") or its name ("sync"). NULL: none. */
const struct task *find_task(const struct task_list *list, const char *word);

#endif
