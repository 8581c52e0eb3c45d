/*
 * bench.c - how long a learner waits: from an edit to the verdict, task by task.
 *
 *   bench [TASK]          RUNS=n in the environment: so many runs of each kind (10); medians are shown
 *
 * Three kinds of runs take turns, so that a machine whose speed drifts treats them alike:
 *   floor   what gcc alone needs: one command, with the flags of the plain probe, that compiles the
 *           task's files and links them with the modules that they call and an empty main()
 *   edited  `build/lab validate` right after a change of the task's first file
 *   warm    the same without a change
 * The solutions are judged. Prints a table in milliseconds, and writes it to build/bench.json.
 */
#define _GNU_SOURCE
#include <cjson/cJSON.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "command.h"
#include "files.h"
#include "results.h"
#include "task.h"

#define FOLDER      "build/tests/measured"
#define RUNS_MOST   100
#define SOURCE_MOST (1u << 20)

enum figure {
    FLOOR,
    EDITED,
    COMPILE,
    LINK,
    PROBES,
    EXPLORER,
    CRITERION,
    WARM,
    FLOOR_CPU,
    EDITED_CPU,
    WARM_CPU,
    FIGURES
};

static const char *const figure_names[FIGURES] = {
    [FLOOR] = "floor",         [EDITED] = "edited",
    [COMPILE] = "compile",     [LINK] = "link",
    [PROBES] = "probes",       [EXPLORER] = "explorer",
    [CRITERION] = "criterion", [WARM] = "warm",
    [FLOOR_CPU] = "floor_cpu", [EDITED_CPU] = "edited_cpu",
    [WARM_CPU] = "warm_cpu"};

/* Milliseconds of each run of a task. */
struct series {
    double values[FIGURES][RUNS_MOST];
    double median[FIGURES];
    int runs;
};

static void die(const char *what)
{
    fprintf(stderr, "bench: %s\n", what);
    exit(3);
}

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Runs a command; it must succeed. Returns how long it took; *processor (may be NULL) receives the
 * processor time. */
static double time_command(struct command *command, double *processor)
{
    double began = now_ms();
    if (run_commands(command, 1, 1) != 0)
        die(command->words[0]);
    double took = now_ms() - began;
    if (command->status != 0) {
        fprintf(stderr, "%s\n", command->output ? command->output : "");
        die("this must succeed, or there is nothing to measure");
    }
    if (processor)
        *processor = command->processor_seconds * 1e3;
    command_free(command);
    return took;
}

/* ---- the three kinds of runs ---------------------------------------------------------------------- */

static char *source_path(const struct task *task, int file, char path[PATH_MAX])
{
    return make_path(path, FOLDER "/%s/%s", task->folder, task->files[file]);
}

static void lay_out(const struct task *task)
{
    for (int i = 0; i < task->file_count; i++) {
        char from[PATH_MAX], to[PATH_MAX];
        make_path(from, "solutions/%s/%s", task->folder, task->files[i]);
        char *text = read_file(from, SOURCE_MOST, NULL);
        source_path(task, i, to);
        if (!text || make_folders_for(to) != 0 || write_file(to, text, strlen(text)) != 0)
            die(from);
        free(text);
    }
}

static double run_floor(const struct task *task, double *processor)
{
    struct command gcc = {0};
    char path[PATH_MAX];
    command_add(&gcc, "gcc");
    command_add(&gcc, "-std=gnu17");
    command_add(&gcc, "-g");
    command_add(&gcc, "-O0");
    command_add(&gcc, "-Wall");
    command_add(&gcc, "-Wextra");
    command_add(&gcc, "-fno-omit-frame-pointer");
    command_add(&gcc, "-pthread");
    command_add(&gcc, "-Itasks/%s", task->folder);
    command_add(&gcc, "-Irunner");
    for (int i = 0; i < task->file_count; i++)
        command_add(&gcc, "%s", source_path(task, i, path));
    command_add(&gcc, FOLDER "/main.o");
    command_add(&gcc, "build/obj/librun.a");
    command_add(&gcc, "build/obj/libreview.a");
    command_add(&gcc, "-Wl,--as-needed");
    command_add(&gcc, "-lcurl");
    command_add(&gcc, "-lcjson");
    command_add(&gcc, "-lm");
    command_add(&gcc, "-o");
    command_add(&gcc, FOLDER "/floor");
    return time_command(&gcc, processor);
}

/* A change that makes the file new to the cache, as a learner's edit does. */
static void edit(const struct task *task)
{
    char path[PATH_MAX];
    FILE *file = fopen(source_path(task, 0, path), "ae");
    if (!file || fprintf(file, "/* %.6f */\n", now_ms()) < 0 || fclose(file) != 0)
        die(path);
}

/* task NULL: all of them. */
static double validate(const struct task *task, double *processor)
{
    struct command lab = {0};
    command_add(&lab, "build/lab");
    command_add(&lab, "validate");
    if (task)
        command_add(&lab, "%d", task->number);
    command_add(&lab, "--from=%s", FOLDER);
    return time_command(&lab, processor);
}

static void note_phases(struct series *series, int run)
{
    cJSON *results = read_manifest("build/results.json");
    cJSON *task = cJSON_GetArrayItem(cJSON_GetObjectItem(results, "tasks"), 0);
    cJSON *phases = cJSON_GetObjectItem(task, "phases");
    if (!phases)
        die("build/results.json says nothing of phases");
    for (int f = COMPILE; f <= CRITERION; f++)
        series->values[f][run] = number_of(phases, figure_names[f]) * 1e3;
    cJSON_Delete(results);
}

static void measure_task(const struct task *task, struct series *series)
{
    lay_out(task);
    validate(task, NULL);
    run_floor(task, NULL);
    for (int run = 0; run < series->runs; run++) {
        double *cpu[] = {&series->values[FLOOR_CPU][run],
                         &series->values[EDITED_CPU][run],
                         &series->values[WARM_CPU][run]};
        series->values[FLOOR][run] = run_floor(task, cpu[0]);
        edit(task);
        series->values[EDITED][run] = validate(task, cpu[1]);
        note_phases(series, run);
        series->values[WARM][run] = validate(task, cpu[2]);
    }
}

static void measure_all(const struct task_list *tasks, struct series *series)
{
    validate(NULL, NULL);
    for (int run = 0; run < series->runs; run++) {
        for (int i = 0; i < tasks->count; i++)
            edit(&tasks->tasks[i]);
        series->values[EDITED][run] = validate(NULL, &series->values[EDITED_CPU][run]);
        series->values[WARM][run] = validate(NULL, &series->values[WARM_CPU][run]);
    }
}

/* ---- the table ------------------------------------------------------------------------------------ */

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void find_medians(struct series *series)
{
    for (int f = 0; f < FIGURES; f++) {
        double *values = series->values[f];
        qsort(values, (size_t)series->runs, sizeof *values, by_size);
        series->median[f] =
            (values[(series->runs - 1) / 2] + values[series->runs / 2]) / 2;
    }
}

static void print_head(int runs)
{
    printf("milliseconds, medians of %d runs, %d processors; CPU: processor time\n\n",
           runs, processors());
    printf("%-18s %6s %8s %6s   %8s %6s %7s %9s %10s %6s   %6s   %6s %7s %6s\n", "",
           "gcc", "edit to", "x the", "", "", "", "", "", "the", "", "CPU:", "", "");
    printf("%-18s %6s %8s %6s   %8s %6s %7s %9s %10s %6s   %6s   %6s %7s %6s\n", "task",
           "alone", "verdict", "floor", "compile", "link", "probes", "explorer",
           "Criterion", "rest", "warm", "gcc", "edited", "warm");
}

static void print_task(const struct task *task, const struct series *series)
{
    const double *m = series->median;
    double rest = m[EDITED];
    for (int f = COMPILE; f <= CRITERION; f++)
        rest -= m[f];
    printf("%d %-16s %6.0f %8.0f %6.1f   %8.0f %6.0f %7.0f %9.0f %10.0f %6.0f   %6.0f"
           "   %6.0f %7.0f %6.0f\n",
           task->number, task->name, m[FLOOR], m[EDITED], m[EDITED] / m[FLOOR],
           m[COMPILE], m[LINK], m[PROBES], m[EXPLORER], m[CRITERION], rest > 0 ? rest : 0,
           m[WARM], m[FLOOR_CPU], m[EDITED_CPU], m[WARM_CPU]);
    fflush(stdout);
}

static void print_all(const struct series *series)
{
    const double *m = series->median;
    printf("%-18s %6s %8.0f %67.0f   %6s %7.0f %6.0f\n\n", "all of them", "", m[EDITED],
           m[WARM], "", m[EDITED_CPU], m[WARM_CPU]);
}

static void add_row(cJSON *rows, const char *name, const struct series *series)
{
    cJSON *row = cJSON_CreateObject();
    cJSON_AddItemToArray(rows, row);
    cJSON_AddStringToObject(row, "task", name);
    for (int f = 0; f < FIGURES; f++)
        cJSON_AddNumberToObject(row, figure_names[f], series->median[f]);
}

static void store(cJSON *rows)
{
    char *text = cJSON_Print(rows);
    if (!text || write_file("build/bench.json", text, strlen(text)) != 0)
        die("can't write build/bench.json");
    free(text);
    cJSON_Delete(rows);
}

static int runs_wanted(void)
{
    const char *word = getenv("RUNS");
    int runs = word ? atoi(word) : 10;
    return runs < 1 ? 1 : runs > RUNS_MOST ? RUNS_MOST : runs;
}

static void make_empty_main(void)
{
    static const char text[] = "int main(void) { return 0; }\n";
    struct command gcc = {0};
    if (make_folders(FOLDER) != 0 ||
        write_file(FOLDER "/main.c", text, strlen(text)) != 0)
        die(FOLDER "/main.c");
    command_add(&gcc, "gcc");
    command_add(&gcc, "-c");
    command_add(&gcc, FOLDER "/main.c");
    command_add(&gcc, "-o");
    command_add(&gcc, FOLDER "/main.o");
    time_command(&gcc, NULL);
}

int main(int argc, char **argv)
{
    struct task_list tasks;
    if (find_tasks(".", &tasks) != 0)
        die("start this in the lab's folder");
    const struct task *only = argc > 1 ? find_task(&tasks, argv[1]) : NULL;
    if (argc > 2 || (argc > 1 && !only))
        die("usage: bench [TASK]");
    cJSON *rows = cJSON_CreateArray();
    struct series series = {.runs = runs_wanted()};
    make_empty_main();
    print_head(series.runs);
    for (int i = 0; i < tasks.count; i++) {
        if (only && &tasks.tasks[i] != only)
            continue;
        measure_task(&tasks.tasks[i], &series);
        find_medians(&series);
        print_task(&tasks.tasks[i], &series);
        add_row(rows, tasks.tasks[i].name, &series);
    }
    if (!only) {
        struct series all = {.runs = series.runs};
        measure_all(&tasks, &all);
        find_medians(&all);
        print_all(&all);
        add_row(rows, "all", &all);
    }
    store(rows);
    return 0;
}
