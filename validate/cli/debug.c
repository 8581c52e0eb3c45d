/*
 * debug.c - `build/lab debug`: gdb on the probe that a check failed with: the same scenario, inputs and, where
 * a schedule failed, that schedule.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "build.h"
#include "debugger.h"
#include "files.h"
#include "lab.h"
#include "page.h"
#include "program.h"
#include "results.h"
#include "state.h"

#define RESULTS_FILE  "build/results.json"
#define RESULTS_LIMIT (64u << 20)
#define FOLDER        "build/debug"

/* NULL: there is none. */
static cJSON *read_results(void)
{
    char *text = read_file(RESULTS_FILE, RESULTS_LIMIT, NULL);
    cJSON *results = text ? cJSON_Parse(text) : NULL;
    free(text);
    return results;
}

/* ---- which check ---------------------------------------------------------------------------- */

static const cJSON *judged_task(const struct lab *lab, const cJSON *results)
{
    const cJSON *task;
    if (strcmp(text_of(results, "from"), lab->options.from_word) != 0)
        return NULL;
    cJSON_ArrayForEach(task, cJSON_GetObjectItem(results, "tasks"))
    {
        if (strcmp(text_of(task, "name"), lab->task->name) == 0)
            return task;
    }
    return NULL;
}

/* By its name, or its id; NULL: the first that failed. */
static const cJSON *find_check(const cJSON *task, const char *wanted)
{
    const cJSON *check;
    const char *name = wanted && strchr(wanted, '/') ? strchr(wanted, '/') + 1 : wanted;
    cJSON_ArrayForEach(check, cJSON_GetObjectItem(task, "checks"))
    {
        const char *slash = strchr(text_of(check, "id"), '/');
        if (name ? slash && strcmp(slash + 1, name) == 0
                 : strcmp(text_of(check, "status"), "fail") == 0 &&
                       cJSON_GetObjectItem(check, "probe"))
            return check;
    }
    return NULL;
}

/* Returns -1 when the check failed with a probe; or an exit status, the reason said. */
static int choose(const struct lab *lab, const cJSON *results, const cJSON **check)
{
    int number = lab->task->number;
    const cJSON *task = judged_task(lab, results);
    if (!task)
        return usage_error("task %d wasn't judged last; make validate TASK=%d, then "
                           "again",
                           number, number);
    *check = find_check(task, lab->options.check);
    if (!*check && lab->options.check)
        return usage_error("task %d has no check %s; make validate TASK=%d shows them "
                           "with FORMAT=json",
                           number, lab->options.check, number);
    if (!*check)
        return usage_error("no check of task %d failed in the last make validate",
                           number);
    if (!cJSON_GetObjectItem(*check, "probe"))
        return usage_error("%s didn't fail in the last make validate, so there is "
                           "nothing to debug",
                           text_of(*check, "id"));
    return -1;
}

/* ---- the place ------------------------------------------------------------------------------- */

/* Debug information calls a file "learner:sync.c": by that name gdb finds it here. */
static int link_sources(const struct lab *lab, char *sources)
{
    char target[PATH_MAX], path[PATH_MAX];
    const struct task *task = lab->task;
    make_path(sources, "%s/" FOLDER "/%s", lab->root, task->folder);
    if (make_folders(sources) != 0)
        return -1;
    for (int i = 0; i < task->file_count; i++) {
        const char *from = lab->options.from;
        make_path(target, "%s%s%s/%s/%s", *from == '/' ? "" : lab->root,
                  *from == '/' ? "" : "/", from, task->folder, task->files[i]);
        make_path(path, "%s/learner:%s", sources, task->files[i]);
        unlink(path);
        if (symlink(target, path) != 0)
            return -1;
    }
    return 0;
}

/* Where to stop: the line that the verdict names; else the function that the check is about. */
static void put_place(const cJSON *check, char *place, size_t size)
{
    const cJSON *location = cJSON_GetObjectItem(check, "location");
    int line = (int)number_of(location, "line");
    if (line > 0)
        snprintf(place, size, "-source learner:%s -line %d", text_of(location, "file"),
                 line);
    else
        snprintf(place, size, "%s", text_of(check, "function"));
}

static void introduce(const struct lab *lab, const cJSON *check, bool batch)
{
    struct page page = page_open(stdout);
    char text[512];
    const cJSON *location = cJSON_GetObjectItem(check, "location");
    int line = (int)number_of(location, "line");
    snprintf(text, sizeof text, "%s: %.300s", text_of(check, "id"),
             text_of(check, "message"));
    page_paragraph(&page, 0, "", text);
    const char *what = *text_of(check, "schedule") ? "the schedule" : "the call";
    if (line > 0)
        snprintf(text, sizeof text, "gdb runs %s that failed, and stops at %s, line %d.",
                 what, text_of(location, "file"), line);
    else
        snprintf(text, sizeof text, "gdb runs %s that failed, and stops in %s.", what,
                 text_of(check, "function"));
    page_paragraph(&page, 0, "", text);
    if (state_of_task(lab, lab->task).standing == STANDING_CHANGED)
        page_paragraph(&page, 0, "",
                       "(Your file has changed since that verdict: lines may have moved, "
                       "and the failure may be gone.)");
    if (!batch)
        page_paragraph(&page, 0, "",
                       "bt: where am I; info locals: the variables; next, step: a line "
                       "further; c: until it stops again; q: quit");
    fputc('\n', page.out);
}

/* ---- the command ----------------------------------------------------------------------------- */

static int start(struct lab *lab, const cJSON *check, const struct build_places *places)
{
    const cJSON *probe = cJSON_GetObjectItem(check, "probe");
    char program[PATH_MAX], sources[PATH_MAX], scratch[PATH_MAX], place[256];
    bool batch = !isatty(0) || !isatty(1);
    make_path(program, "%s/%s/probe.%s", places->probes, lab->task->name,
              text_of(probe, "variant"));
    make_path(scratch, "%s/" FOLDER "/scratch", lab->root);
    put_place(check, place, sizeof place);
    if (link_sources(lab, sources) != 0 || make_folders(scratch) != 0)
        return lab_error("can't write below " FOLDER ": %s", strerror(errno));
    introduce(lab, check, batch);
    struct debugged debugged = {.program = program,
                                .scenario = text_of(probe, "scenario"),
                                .seed = text_of(probe, "seed"),
                                .arguments = text_of(probe, "arguments"),
                                .replay = text_of(check, "schedule"),
                                .sources = sources,
                                .scratch = scratch,
                                .stop_at = place,
                                .batch = batch};
    debugger_run(&debugged);
    return lab_error("gdb can't be run: %s", strerror(errno));
}

/* The probes as the files are now. */
static int build_and_start(struct lab *lab, const cJSON *check)
{
    struct build build = {.task = lab->task, .races = true};
    struct build_places places = {.root = lab->root, .from = lab->options.from};
    int status;
    if (build_tasks(&places, &build, 1) != 0) {
        status = lab_error("can't write below build/: %s", strerror(errno));
    } else if (build.status != BUILD_OK) {
        show_refusal(&build);
        status = build.status == BUILD_REFUSED ? EXIT_CHECK_FAILED : EXIT_LAB_FAILED;
    } else {
        status = start(lab, check, &places);
    }
    free_build(&build);
    return status;
}

int command_debug(struct lab *lab)
{
    const cJSON *check = NULL;
    if (!lab->task)
        return usage_error("debug which task? For example: make debug TASK=%d",
                           lab->tasks.tasks[0].number);
    cJSON *results = read_results();
    int status = results ? choose(lab, results, &check)
                         : usage_error("nothing was judged yet; make validate TASK=%d, "
                                       "then again",
                                       lab->task->number);
    if (status == -1 && !debugger_found())
        status = lab_error("gdb isn't installed; as root: apt-get install gdb");
    if (status == -1)
        status = build_and_start(lab, check);
    cJSON_Delete(results);
    return status;
}
