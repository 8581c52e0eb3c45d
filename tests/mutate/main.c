/*
 * main.c - mutation testing of the checks: `build/tests/mutate [TASK] [--operator=NAME] [--again]
 * [--list] [--seed=S] [--jobs=N]`, in the lab's folder with build/lab made.
 *
 * Makes mutants of the solutions, judges each as a learner's file is judged, and lists those that no
 * check tells from the solution. See docs/mutation.md.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "operators.h"
#include "run.h"

static int usage(void)
{
    fprintf(stderr, "usage: mutate [TASK] [--operator=NAME] [--again] [--list] "
                    "[--seed=S] [--jobs=N]\n"
                    "operators:");
    for (int i = 0; operations[i].name; i++)
        fprintf(stderr, " %s", operations[i].name);
    fprintf(stderr, "\n");
    return 2;
}

static bool is_operation(const char *name)
{
    for (int i = 0; operations[i].name; i++)
        if (strcmp(operations[i].name, name) == 0)
            return true;
    return false;
}

/* Returns 0; or 2: wrong usage. An option with an empty value is none: make passes all. */
static int read_options(struct run *run, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i];
        if (strncmp(word, "--operator=", 11) == 0)
            run->operation = word[11] ? word + 11 : NULL;
        else if (strncmp(word, "--seed=", 7) == 0)
            run->seed = word[7] ? word + 7 : run->seed;
        else if (strncmp(word, "--jobs=", 7) == 0)
            run->jobs = word[7] ? atoi(word + 7) : run->jobs;
        else if (strcmp(word, "--again") == 0)
            run->again = true;
        else if (strcmp(word, "--list") == 0)
            run->list = true;
        else if (word[0] == '-' || !(run->task = find_task(&run->tasks, word)))
            return usage();
    }
    return run->jobs < 1 || (run->operation && !is_operation(run->operation)) ? usage()
                                                                              : 0;
}

static void list_mutants(const struct run *run)
{
    for (int i = 0; i < run->count; i++) {
        char name[512];
        print_name(&run->items[i], name, sizeof name);
        printf("%s\n%s", name, run->items[i].change.diff);
    }
    printf("%d mutants\n", run->count);
}

int main(int argc, char **argv)
{
    static struct run run = {.seed = "7"};
    run.jobs = processors();
    if (find_tasks(".", &run.tasks) != 0) {
        perror("mutate: tasks/");
        return 3;
    }
    int status = read_options(&run, argc, argv);
    if (status == 0)
        status = collect_mutants(&run) == 0 ? 0 : 3;
    if (status == 0 && run.list)
        list_mutants(&run);
    else if (status == 0)
        status = judge_mutants(&run) == 0 ? report_mutants(&run) : 3;
    free_run(&run);
    return status;
}
