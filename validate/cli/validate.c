/*
 * validate.c - `build/lab validate`: build, run the checks, put the verdicts together, report.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "begun.h"
#include "build.h"
#include "files.h"
#include "html_report.h"
#include "keep.h"
#include "lab.h"
#include "lesson.h"
#include "report.h"
#include "results.h"
#include "run_checks.h"
#include "run_folder.h"
#include "state.h"
#include "stubs.h"
#include "utf8.h"

#define RESULTS_FILE "build/results.json"

/* One validation. */
struct validation {
    struct lab *lab;
    cJSON *manifest;
    cJSON *results;
    struct build builds[TASKS_MOST];
    int count;
    struct build_places places;
    struct run_folder folder; /* for the verdicts of this run */
    struct checks_run checks; /* of one task after the other */
    double judged_since; /* CLOCK_MONOTONIC, seconds: when the time of judging begins */
};

static double now_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void choose_tasks(struct validation *v)
{
    for (int i = 0; i < v->lab->tasks.count; i++) {
        const struct task *task = &v->lab->tasks.tasks[i];
        if (v->lab->task && v->lab->task != task)
            continue;
        struct build *build = &v->builds[v->count++];
        build->task = task;
        build->untouched =
            strcmp(v->lab->options.from_word, "tasks") == 0 && all_are_stubs(task);
        build->races = count_checks(v->manifest, task->name, "race") > 0;
    }
}

static int cannot_write_build(int error)
{
    return lab_error(
        "can't write below build/ (%s); is the disk full, or build/ read-only?",
        strerror(error));
}

/* ---- running the checks ------------------------------------------------------------------------ */

/* Returns -1; or the exit status when the checks could not be started. */
static int begin(struct validation *v, const struct build *build, bool building)
{
    struct checks_input input = {.run_folder = v->folder.path,
                                 .from = v->places.from,
                                 .probes = v->places.probes,
                                 .seed = v->lab->options.seed};
    v->judged_since = now_seconds();
    if (checks_begin(&v->checks, &input, build->task, building) == 0)
        return -1;
    return lab_error("can't start build/checks.%s (%s); try `make clean`, then again",
                     build->task->folder, strerror(errno));
}

/* The checks of the first task begin while probes are being built. */
static int build_and_begin(struct validation *v)
{
    v->places.root = v->lab->root;
    v->places.from = v->lab->options.from;
    v->places.probe_ready = checks_probe_ready;
    v->places.context = &v->checks;
    build_find_places(&v->places);
    int status = begin(v, &v->builds[0], true);
    if (status != -1)
        return status;
    int failed = build_tasks(&v->places, v->builds, v->count), error = errno;
    v->judged_since = now_seconds(); /* of what ran before, the building took the time */
    if (!failed)
        return -1;
    checks_end(&v->checks, true);
    return cannot_write_build(error);
}

static void take_verdicts(struct validation *v, const struct build *build)
{
    bool refused = build->status != BUILD_OK;
    double processor = checks_end(&v->checks, refused);
    double seconds = now_seconds() - v->judged_since;
    if (refused) {
        results_add_refused(v->results, build, v->manifest);
        return;
    }
    results_add_judged(v->results, build, v->manifest, v->folder.path, seconds);
    results_add_phases(v->results, build, seconds, processor);
}

/* Returns -1, or the exit status when the checks could not be run at all. */
static int judge_tasks(struct validation *v)
{
    take_verdicts(v, &v->builds[0]);
    for (int i = 1; i < v->count; i++) {
        struct build *build = &v->builds[i];
        if (build->status != BUILD_OK) {
            results_add_refused(v->results, build, v->manifest);
            continue;
        }
        int status = begin(v, build, false);
        if (status != -1)
            return status;
        take_verdicts(v, build);
    }
    return -1;
}

/* ---- the report ---------------------------------------------------------------------------------- */

static int store_results(const struct validation *v)
{
    char *text = cJSON_Print(v->results);
    if (text)
        utf8_clean(text); /* what a probe printed may be anything */
    int failed = !text || write_file(RESULTS_FILE, text, strlen(text)) != 0;
    free(text);
    return failed
               ? lab_error("can't write %s (%s); is the disk full, or build/ read-only?",
                           RESULTS_FILE, strerror(errno))
               : -1;
}

/* Returns 0, or -1 with errno. */
static int print_report(const struct validation *v, FILE *out)
{
    const char *format = v->lab->options.format;
    if (strcmp(format, "html") == 0)
        return html_report(v->results, out);
    if (strcmp(format, "json") == 0)
        report_json(v->results, out);
    else if (strcmp(format, "junit") == 0)
        report_junit(v->results, out);
    else if (strcmp(format, "tap") == 0)
        report_tap(v->results, out);
    else if (strcmp(format, "lines") == 0)
        report_lines(v->results, out);
    else if (strcmp(format, "brief") == 0)
        report_brief(v->results, NULL, NULL, out);
    else
        report_text(v->results, out);
    return 0;
}

static int report(const struct validation *v)
{
    const char *path = v->lab->options.output;
    FILE *out = path ? fopen(path, "we") : stdout;
    if (!out)
        return lab_error("can't write %s: %s", path, strerror(errno));
    int failed = print_report(v, out) != 0 || fflush(out) != 0 || ferror(out);
    if (failed && errno == EPIPE)
        return -1; /* the reader has seen enough */
    if (path)
        failed |= fclose(out) != 0;
    return failed ? lab_error("can't write %s: %s", path ? path : "the report",
                              strerror(errno))
                  : -1;
}

/* For a person, about the tasks that were judged. */
static void tell_changed_contracts(const struct validation *v)
{
    if (strcmp(v->lab->options.from_word, "tasks") != 0 || v->lab->options.output ||
        strcmp(v->lab->options.format, "text") != 0)
        return;
    for (int i = 0; i < v->count; i++)
        begun_tell(v->builds[i].task);
    fflush(stdout);
}

static int exit_status(const struct validation *v)
{
    const char *status = results_status(v->results);
    if (strcmp(status, "pass") == 0)
        return EXIT_ALL_PASSED;
    return strcmp(status, "fail") == 0 ? EXIT_CHECK_FAILED : EXIT_LAB_FAILED;
}

/* Remembers how the learner stands. Returns true when all tasks pass for the first time. */
static bool remember(struct validation *v)
{
    if (strcmp(v->lab->options.from_word, "tasks") != 0)
        return false;
    bool before = state_all_passed(v->lab);
    state_remember_results(v->lab, v->results);
    if (begun_note(v->lab) != 0)
        lab_error("can't remember the contracts (%s): %s", BEGUN, strerror(errno));
    return !before && state_all_passed(v->lab);
}

/* The record first, then the memory, then the report: a reader that goes away loses nothing. */
static int conclude(struct validation *v)
{
    int status = store_results(v);
    if (status == -1)
        status = keep_counterexamples(v->lab, v->results);
    if (status != -1)
        return status;
    bool finished = remember(v);
    status = report(v);
    tell_changed_contracts(v);
    if (finished && status == -1 && strcmp(v->lab->options.format, "text") == 0)
        show_closing_page(v->lab);
    return status == -1 ? exit_status(v) : status;
}

static int validate(struct validation *v)
{
    v->manifest = read_manifest("build/manifest.json");
    if (!v->manifest)
        return lab_error(
            "build/manifest.json is missing or broken; try `make clean`, then again");
    choose_tasks(v);
    state_note_contents(v->lab);
    if (run_folder_make(&v->folder, v->lab->root) != 0)
        return cannot_write_build(errno);
    v->results = results_begin(v->lab->options.seed, v->lab->options.from_word);
    int status = build_and_begin(v);
    if (status == -1)
        status = judge_tasks(v);
    if (status == -1)
        status = conclude(v);
    run_folder_remove(&v->folder);
    return status;
}

int command_validate(struct lab *lab)
{
    struct validation *v = calloc(1, sizeof *v);
    if (!v)
        return lab_error("no memory");
    signal(SIGPIPE, SIG_IGN); /* `validate | head` must still end with its verdict */
    v->lab = lab;
    int status = validate(v);
    for (int i = 0; i < v->count; i++)
        free_build(&v->builds[i]);
    cJSON_Delete(v->manifest);
    cJSON_Delete(v->results);
    free(v);
    return status;
}
