#include "results.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"

#define RECORD_LIMIT (64u << 20) /* bytes: a long schedule that fails takes some */

const cJSON *counterexample_steps(const cJSON *check)
{
    const cJSON *counterexample = cJSON_GetObjectItem(check, "counterexample");
    return cJSON_GetObjectItem(counterexample, "steps");
}

const char *text_of(const cJSON *object, const char *key)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItem(object, key));
    return text ? text : "";
}

double number_of(const cJSON *object, const char *key)
{
    const cJSON *item = cJSON_GetObjectItem(object, key);
    return cJSON_IsNumber(item) ? item->valuedouble : 0;
}

static cJSON *read_json(const char *path)
{
    char *text = read_file(path, RECORD_LIMIT, NULL);
    cJSON *json = text ? cJSON_Parse(text) : NULL;
    free(text);
    return json;
}

cJSON *read_manifest(const char *path)
{
    return read_json(path);
}

int count_checks(const cJSON *manifest, const char *suite, const char *kind)
{
    int count = 0;
    const cJSON *check;
    cJSON_ArrayForEach(check, manifest) count +=
        strcmp(text_of(check, "suite"), suite) == 0 &&
        (!kind || strcmp(text_of(check, "kind"), kind) == 0);
    return count;
}

cJSON *results_begin(uint64_t seed, const char *from)
{
    cJSON *results = cJSON_CreateObject();
    cJSON_AddNumberToObject(results, "version", 1);
    cJSON_AddNumberToObject(results, "seed", (double)seed);
    cJSON_AddStringToObject(results, "from", from);
    cJSON_AddArrayToObject(results, "tasks");
    return results;
}

static cJSON *add_task(cJSON *results, const struct build *build)
{
    cJSON *task = cJSON_CreateObject();
    cJSON_AddNumberToObject(task, "task", build->task->number);
    cJSON_AddStringToObject(task, "name", build->task->name);
    cJSON_AddBoolToObject(task, "untouched", build->untouched);
    cJSON_AddItemToArray(cJSON_GetObjectItem(results, "tasks"), task);
    return task;
}

/* A record for a check that has none of its own. */
static cJSON *blank_record(const cJSON *check, const char *status, const char *message)
{
    static const char *const empty[] = {"expected", "actual", "help"};
    cJSON *record = cJSON_CreateObject();
    cJSON_AddStringToObject(record, "id", text_of(check, "id"));
    cJSON_AddStringToObject(record, "kind", text_of(check, "kind"));
    cJSON_AddStringToObject(record, "title", text_of(check, "title"));
    cJSON_AddStringToObject(record, "status", status);
    cJSON_AddStringToObject(record, "message", message);
    for (size_t i = 0; i < sizeof empty / sizeof empty[0]; i++)
        cJSON_AddStringToObject(record, empty[i], "");
    cJSON *location = cJSON_AddObjectToObject(record, "location");
    cJSON_AddStringToObject(location, "file", "");
    cJSON_AddNumberToObject(location, "line", 0);
    cJSON_AddStringToObject(record, "coverage", "");
    cJSON_AddStringToObject(record, "schedule", "");
    cJSON_AddNumberToObject(record, "seconds", 0);
    cJSON_AddStringToObject(record, "function", text_of(check, "function"));
    cJSON_AddStringToObject(record, "needs", text_of(check, "needs"));
    cJSON_AddStringToObject(record, "output", "");
    return record;
}

void results_add_refused(cJSON *results, const struct build *build, const cJSON *manifest)
{
    bool lab = build->status == BUILD_ERROR;
    cJSON *task = add_task(results, build);
    cJSON_AddStringToObject(task, "status", lab ? "error" : "fail");
    cJSON_AddNumberToObject(task, "seconds", 0);
    cJSON_AddStringToObject(task, "message", build->message);
    cJSON_AddStringToObject(task, "diagnostics",
                            build->diagnostics ? build->diagnostics : "");
    cJSON *checks = cJSON_AddArrayToObject(task, "checks"), *check;
    cJSON_ArrayForEach(
        check, manifest) if (strcmp(text_of(check, "suite"), build->task->name) == 0)
        cJSON_AddItemToArray(checks,
                             blank_record(check, lab ? "error" : "skipped",
                                          lab ? "the lab could not build a probe"
                                              : "needs first: code that compiles"));
}

/* From the best to the worst. */
static const char *const statuses[] = {"pass", "skipped", "fail", "inconclusive",
                                       "error"};
#define STATUSES ((int)(sizeof statuses / sizeof statuses[0]))

/* A status's place in that order; STATUSES if it is none. */
static int rank_of(const char *status)
{
    int rank = 0;
    while (rank < STATUSES && strcmp(status, statuses[rank]) != 0)
        rank++;
    return rank;
}

/* A record that isn't what a check writes is as bad as none. */
static cJSON *take_record(const cJSON *check, const char *run_folder)
{
    char path[PATH_MAX], id[PATH_MAX];
    snprintf(id, sizeof id, "%s", text_of(check, "id"));
    char *slash = strchr(id, '/');
    if (slash)
        *slash = '.';
    cJSON *record = read_json(make_path(path, "%s/%s.json", run_folder, id));
    if (record && strcmp(text_of(record, "id"), text_of(check, "id")) == 0 &&
        rank_of(text_of(record, "status")) < STATUSES)
        return record;
    cJSON_Delete(record);
    return blank_record(check, "error", "the lab's mistake: this check didn't report");
}

/* Records of checks that the manifest doesn't know; they are never shown as verdicts. */
static int count_strangers(const cJSON *manifest, const char *suite,
                           const char *run_folder)
{
    int found = 0;
    size_t length = strlen(suite);
    DIR *folder = opendir(run_folder);
    struct dirent *entry;
    while (folder && (entry = readdir(folder))) {
        size_t size = strlen(entry->d_name);
        found += strncmp(entry->d_name, suite, length) == 0 &&
                 entry->d_name[length] == '.' && size > 5 &&
                 strcmp(entry->d_name + size - 5, ".json") == 0;
    }
    if (folder)
        closedir(folder);
    int known = count_checks(manifest, suite, NULL);
    return found > known ? found - known : 0;
}

static const char *worse(const char *a, const char *b)
{
    int rank = rank_of(a) > rank_of(b) ? rank_of(a) : rank_of(b);
    return rank < STATUSES ? statuses[rank] : "error";
}

/* A task passes when each of its checks does, and there is at least one. A check that couldn't be
 * judged makes the task's verdict an error: that is not the learner's failure, and no pass. */
static const char *task_status(const cJSON *checks)
{
    const char *status = "pass";
    const cJSON *check;
    cJSON_ArrayForEach(check, checks) status = worse(status, text_of(check, "status"));
    if (cJSON_GetArraySize(checks) == 0 || strcmp(status, "inconclusive") == 0)
        return "error";
    return strcmp(status, "skipped") == 0 ? "fail" : status;
}

void results_add_judged(cJSON *results, const struct build *build, const cJSON *manifest,
                        const char *run_folder, double seconds)
{
    cJSON *task = add_task(results, build);
    cJSON *checks = cJSON_CreateArray(), *check;
    int strangers = count_strangers(manifest, build->task->name, run_folder);
    cJSON_ArrayForEach(
        check, manifest) if (strcmp(text_of(check, "suite"), build->task->name) == 0)
        cJSON_AddItemToArray(checks, take_record(check, run_folder));
    cJSON_AddStringToObject(task, "status", strangers ? "error" : task_status(checks));
    cJSON_AddNumberToObject(task, "seconds", seconds);
    cJSON_AddStringToObject(
        task, "message", strangers ? "verdicts turned up that belong to no check" : "");
    cJSON_AddStringToObject(task, "diagnostics",
                            build->diagnostics ? build->diagnostics : "");
    cJSON_AddItemToObject(task, "checks", checks);
}

/* What the checks' records say under `key` of "spent", together. */
static double sum_spent(const cJSON *checks, const char *key)
{
    double sum = 0;
    const cJSON *check;
    cJSON_ArrayForEach(check, checks) sum +=
        number_of(cJSON_GetObjectItem(check, "spent"), key);
    return sum;
}

void results_add_phases(cJSON *results, const struct build *build, double seconds,
                        double processor)
{
    const cJSON *tasks = cJSON_GetObjectItem(results, "tasks");
    cJSON *task = cJSON_GetArrayItem(tasks, cJSON_GetArraySize(tasks) - 1), *check;
    cJSON *checks = cJSON_GetObjectItem(task, "checks");
    double probes = sum_spent(checks, "probes"), explorer = sum_spent(checks, "explorer");
    double own = processor - sum_spent(checks, "processor");
    double share = seconds / (probes + explorer + (own > 0 ? own : 0) + 1e-9);
    cJSON *phases = cJSON_AddObjectToObject(task, "phases");
    cJSON_AddNumberToObject(phases, "compile", build->compiling);
    cJSON_AddNumberToObject(phases, "link", build->linking);
    cJSON_AddNumberToObject(phases, "probes", probes * share);
    cJSON_AddNumberToObject(phases, "explorer", explorer * share);
    cJSON_AddNumberToObject(phases, "criterion", own > 0 ? own * share : 0);
    cJSON_ArrayForEach(check, checks) cJSON_DeleteItemFromObject(check, "spent");
}

const char *results_status(const cJSON *results)
{
    const char *status = "pass";
    const cJSON *task;
    cJSON_ArrayForEach(task, cJSON_GetObjectItem(results, "tasks")) status =
        worse(status, text_of(task, "status"));
    return status;
}
