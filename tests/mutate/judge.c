/*
 * judge.c - compiles and judges all mutants, as many side by side as there are processors.
 *
 * Each worker is a process with a folder of its own, in the layout of tasks/, which it fills anew for
 * each mutant: so what the validator builds for it stays in one place, and is removed at the end.
 */
#define _GNU_SOURCE
#include <cjson/cJSON.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "command.h"
#include "files.h"
#include "fresh.h"
#include "results.h"
#include "run.h"

#define OBJECT_LIMIT   (8u << 20)
#define VERDICTS_LIMIT (64u << 20)

/* What the workers share. */
struct board {
    atomic_int next, done;
    struct outcome outcomes[];
};

/* A worker and its folder. */
struct worker {
    struct run *run;
    struct board *board;
    char folder[PATH_MAX];
};

/* ---- compiling ------------------------------------------------------------------------------------ */

/* Compiles a task's file in a worker's folder to `object`. Returns what gcc printed, to be freed;
 * NULL: it doesn't compile. */
static char *compile(const struct mutated *mutated, const char *source, const char *level,
                     const char *object)
{
    struct command gcc = {0};
    char *output = NULL;
    command_add(&gcc, "gcc");
    command_add(&gcc, "-std=gnu17");
    command_add(&gcc, "%s", level);
    command_add(&gcc, "-Wall");
    command_add(&gcc, "-Itasks/%s", mutated->task->folder);
    command_add(&gcc, "-Irunner");
    command_add(&gcc, "-c");
    command_add(&gcc, "%s", source);
    command_add(&gcc, "-o");
    command_add(&gcc, "%s", object);
    if (run_commands(&gcc, 1, 1) == 0 && gcc.status == 0 && gcc.output)
        output = strdup(gcc.output);
    command_free(&gcc);
    return output;
}

static uint64_t hash_file(const char *path)
{
    size_t size;
    char *data = read_file(path, OBJECT_LIMIT, &size);
    struct key key = key_begin();
    for (size_t i = 0; data && i < size; i++)
        key.hash = (key.hash ^ (unsigned char)data[i]) * 0x100000001b3ull;
    free(data);
    return data ? key.hash : 0;
}

/* The object code of the solution, made the same way; compiled once for each worker. */
static uint64_t solution_code(const struct worker *worker, const struct mutated *mutated,
                              const char *level)
{
    char solution[PATH_MAX], object[PATH_MAX];
    make_path(solution, "solutions/%s/%s", mutated->task->folder, mutated->file);
    make_path(object, "%s/%s.%s.o", worker->folder, mutated->file, level);
    if (access(object, R_OK) != 0)
        free(compile(mutated, solution, level, object));
    return hash_file(object);
}

/* Compiles the mutant. The names of its file and the solution's end alike, so that only their code
 * can differ. A variable that is used before it has a value makes the answer luck: then the two
 * aren't the same. */
static void compare(const struct worker *worker, const struct mutated *mutated,
                    const char *level, struct outcome *outcome)
{
    char source[PATH_MAX], object[PATH_MAX];
    make_path(source, "%s/%s/%s", worker->folder, mutated->task->folder, mutated->file);
    make_path(object, "%s/mutant.o", worker->folder);
    char *said = compile(mutated, source, level, object);
    outcome->code = said ? hash_file(object) : 0;
    if (!said)
        outcome->fate = FATE_STILLBORN;
    else if (!strstr(said, "uninitialized") &&
             outcome->code == solution_code(worker, mutated, level))
        outcome->fate = FATE_SAME;
    free(said);
}

/* ---- judging -------------------------------------------------------------------------------------- */

static int lay_out(const struct worker *worker, const struct item *item)
{
    const struct task *task = item->mutated->task;
    for (int i = 0; i < task->file_count; i++) {
        char from[PATH_MAX], to[PATH_MAX];
        make_path(from, "solutions/%s/%s", task->folder, task->files[i]);
        make_path(to, "%s/%s/%s", worker->folder, task->folder, task->files[i]);
        char *text = task->files[i] == item->mutated->file
                         ? mutant_text(&item->mutated->source, item->mutant)
                         : read_file(from, 1u << 20, NULL);
        int failed =
            !text || make_folders_for(to) != 0 || write_file(to, text, strlen(text));
        free(text);
        if (failed)
            return -1;
    }
    return 0;
}

/* The first check that fails. Beside it others may be inconclusive; a mutant for which all others are
 * has no verdict. */
static void find_killer(const cJSON *results, struct outcome *outcome)
{
    const cJSON *check;
    const cJSON *task = cJSON_GetArrayItem(cJSON_GetObjectItem(results, "tasks"), 0);
    outcome->fate = FATE_NONE;
    snprintf(outcome->by, sizeof outcome->by, "%s", text_of(task, "message"));
    if (outcome->by[0])
        outcome->fate = FATE_STILLBORN;
    cJSON_ArrayForEach(check, cJSON_GetObjectItem(task, "checks"))
    {
        if (outcome->fate == FATE_NONE && strcmp(text_of(check, "status"), "fail") == 0) {
            snprintf(outcome->by, sizeof outcome->by, "%s", text_of(check, "id"));
            outcome->fate = FATE_KILLED;
        } else if (outcome->fate == FATE_NONE &&
                   strcmp(text_of(check, "status"), "pass") != 0)
            snprintf(outcome->by, sizeof outcome->by, "%s: %s", text_of(check, "id"),
                     text_of(check, "status"));
    }
}

/* The steps of a long schedule make a record of megabytes. NULL: there is none. */
static cJSON *read_verdicts(const char *path)
{
    char *text = read_file(path, VERDICTS_LIMIT, NULL);
    cJSON *results = text ? cJSON_Parse(text) : NULL;
    free(text);
    return results;
}

static void validate(const struct worker *worker, const struct item *item,
                     struct outcome *outcome)
{
    char output[PATH_MAX];
    struct command lab = {0};
    make_path(output, "%s/verdicts.json", worker->folder);
    unlink(output);
    command_add(&lab, "build/lab");
    command_add(&lab, "validate");
    command_add(&lab, "%d", item->mutated->task->number);
    command_add(&lab, "--from=%s", worker->folder);
    command_add(&lab, "--seed=%s", worker->run->seed);
    command_add(&lab, "--format=json");
    command_add(&lab, "--output=%s", output);
    int started = run_commands(&lab, 1, 1);
    cJSON *results = started == 0 ? read_verdicts(output) : NULL;
    if (started == 0 && lab.status == 0 && results)
        outcome->fate = FATE_ALIVE;
    else if (started == 0 && (lab.status == 1 || lab.status == 3) && results)
        find_killer(results, outcome);
    else
        snprintf(outcome->by, sizeof outcome->by, "build/lab ended with %d: %.80s",
                 lab.status, lab.output ? lab.output : "");
    cJSON_Delete(results);
    command_free(&lab);
}

static void show_progress(const struct worker *worker, const struct item *item,
                          const struct outcome *outcome)
{
    struct board *board = worker->board;
    char name[512];
    int done = atomic_fetch_add(&board->done, 1) + 1;
    print_name(item, name, sizeof name);
    if (outcome->fate == FATE_ALIVE)
        fprintf(stderr, "alive: %s\n%s", name, item->change.diff);
    else if (outcome->fate == FATE_NONE)
        fprintf(stderr, "not judged: %s: %s\n", name, outcome->by);
    if (done % 50 == 0)
        fprintf(stderr, "%d of %d mutants judged\n", done, worker->run->count);
}

/* First of all: what doesn't compile, and what is the same as the solution. */
static void look(const struct worker *worker, const struct item *item,
                 struct outcome *outcome)
{
    outcome->fate = FATE_NONE;
    if (lay_out(worker, item) == 0)
        compare(worker, item->mutated, "-O0", outcome);
    else
        snprintf(outcome->by, sizeof outcome->by, "can't write below build/: %s",
                 strerror(errno));
}

/* A survivor whose optimised code is the solution's is equivalent as well: trivial compiler
 * equivalence (Papadakis, Jia, Harman, Le Traon, ICSE 2015). */
static void judge(const struct worker *worker, const struct item *item,
                  struct outcome *outcome)
{
    if (outcome->fate != FATE_NONE || outcome->code == 0 || lay_out(worker, item) != 0)
        return;
    validate(worker, item, outcome);
    if (outcome->fate == FATE_ALIVE)
        compare(worker, item->mutated, "-O2", outcome);
    if (outcome->fate == FATE_ALIVE && item->why)
        outcome->fate = FATE_EQUIVALENT;
    show_progress(worker, item, outcome);
}

/* ---- workers ---------------------------------------------------------------------------------------- */

typedef void (*step)(const struct worker *, const struct item *, struct outcome *);

static void work(const struct worker *worker, step take)
{
    struct board *board = worker->board;
    for (int i; (i = atomic_fetch_add(&board->next, 1)) < worker->run->count;)
        take(worker, &worker->run->items[i], &board->outcomes[i]);
}

static void remove_folder(const char *path)
{
    struct command rm = {0};
    command_add(&rm, "rm");
    command_add(&rm, "-rf");
    command_add(&rm, "%s", path);
    run_commands(&rm, 1, 1);
    command_free(&rm);
}

/* The worker's folder, and what the validator built for it: see name_source in build.c. */
static void clean_up(const struct worker *worker)
{
    char probes[PATH_MAX];
    char *real = realpath(worker->folder, NULL);
    if (real) {
        struct key key = key_begin();
        key_add_text(&key, real);
        remove_folder(
            make_path(probes, "build/probes/%016llx", (unsigned long long)key.hash));
    }
    free(real);
    remove_folder(worker->folder);
}

static pid_t start_worker(struct worker *worker, step take)
{
    if (make_folders(worker->folder) != 0)
        return -1;
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    work(worker, take);
    clean_up(worker);
    _exit(0);
}

static void all_workers(struct run *run, struct board *board, step take)
{
    int started = 0;
    atomic_store(&board->next, 0);
    for (int i = 0; i < run->jobs && i < run->count; i++) {
        struct worker worker = {.run = run, .board = board};
        make_path(worker.folder, MUTATE_FOLDER "/worker%d", i);
        if (start_worker(&worker, take) > 0)
            started++;
        else
            perror("mutate: a worker");
    }
    for (int i = 0; i < started; i++)
        waitpid(-1, NULL, 0);
}

/* Mutants with the same code get the same verdict: only the first one is judged. */
static void drop_doubles(struct run *run)
{
    for (int i = 0; i < run->count; i++) {
        for (int k = 0; k < i && run->outcomes[i].fate == FATE_NONE; k++) {
            if (run->items[k].mutated == run->items[i].mutated &&
                run->outcomes[i].code != 0 &&
                run->outcomes[k].code == run->outcomes[i].code) {
                run->outcomes[i].fate = FATE_SAME;
                print_name(&run->items[k], run->outcomes[i].by,
                           sizeof run->outcomes[i].by);
            }
        }
    }
}

int judge_mutants(struct run *run)
{
    size_t size = sizeof(struct board) + (size_t)run->count * sizeof(struct outcome);
    struct board *board =
        mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (board == MAP_FAILED) {
        perror("mutate");
        return -1;
    }
    run->outcomes = board->outcomes;
    all_workers(run, board, look);
    drop_doubles(run);
    all_workers(run, board, judge);
    return 0;
}
