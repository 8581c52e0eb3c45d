#define _GNU_SOURCE
#include "state.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "backup.h"
#include "files.h"
#include "fresh.h"
#include "results.h"
#include "stubs.h"

#define MEMORY_FILE  "build/progress.json"
#define LOCK_FILE    "build/progress.lock"
#define MEMORY_LIMIT (1u << 20)

/* ---- the document --------------------------------------------------------------------- */

static cJSON *member(const cJSON *object, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(object, key);
}

static void put(cJSON *object, const char *key, cJSON *value)
{
    cJSON_DeleteItemFromObjectCaseSensitive(object, key);
    if (!cJSON_AddItemToObject(object, key, value))
        cJSON_Delete(value);
}

/* The object under `key`, made if it isn't there. */
static cJSON *object_in(cJSON *object, const char *key)
{
    if (!cJSON_IsObject(member(object, key)))
        put(object, key, cJSON_CreateObject());
    return member(object, key);
}

static cJSON *task_in(cJSON *memory, const struct task *task)
{
    return object_in(object_in(memory, "tasks"), task->name);
}

static const cJSON *known_task(const cJSON *memory, const struct task *task)
{
    return member(member(memory, "tasks"), task->name);
}

static cJSON *empty_memory(void)
{
    cJSON *memory = cJSON_CreateObject();
    cJSON_AddNumberToObject(memory, "version", 1);
    return memory;
}

static bool is_sound(const cJSON *memory)
{
    const cJSON *tasks = member(memory, "tasks");
    return cJSON_IsObject(memory) && number_of(memory, "version") == 1 &&
           (!tasks || cJSON_IsObject(tasks));
}

/* Saying it once a command is enough, also where nothing can be moved. */
static void put_damaged_aside(void)
{
    static bool said;
    char where[PATH_MAX];
    if (said)
        return;
    said = true;
    int failed = backup_make_folder(where);
    if (!failed && (failed = backup_move(MEMORY_FILE, where, "progress.json")))
        backup_drop_folder(where);
    if (failed)
        lab_error("%s is damaged and can't be moved aside (%s); move it away yourself",
                  MEMORY_FILE, strerror(errno));
    else
        lab_error("%s was damaged; it is kept in %s, and your progress starts anew",
                  MEMORY_FILE, where);
}

static cJSON *read_memory(void)
{
    char *text = read_file(MEMORY_FILE, MEMORY_LIMIT, NULL);
    bool missing = !text && errno == ENOENT;
    cJSON *memory = text ? cJSON_Parse(text) : NULL;
    free(text);
    if (memory && is_sound(memory))
        return memory;
    cJSON_Delete(memory);
    if (!missing)
        put_damaged_aside();
    return empty_memory();
}

/* Two commands at once must not undo each other's memory: whoever changes it holds the lock from
 * reading to writing. */
static int lock_memory(void)
{
    int lock = open(LOCK_FILE, O_CREAT | O_RDWR | O_CLOEXEC, 0644);
    if (lock >= 0 && flock(lock, LOCK_EX) == 0)
        return lock;
    int error = errno;
    if (lock >= 0)
        close(lock);
    errno = error;
    return -1;
}

static int store_memory(const cJSON *memory)
{
    char *text = cJSON_Print(memory);
    if (!text) {
        errno = ENOMEM;
        return -1;
    }
    int failed = write_file(MEMORY_FILE, text, strlen(text));
    int error = errno;
    free(text);
    errno = error;
    return failed;
}

/* Ends a change that lock_memory began: stores the memory and frees it. */
static int finish_change(int lock, cJSON *memory)
{
    int failed = store_memory(memory);
    int error = errno;
    cJSON_Delete(memory);
    close(lock);
    errno = error;
    return failed;
}

/* ---- the files ------------------------------------------------------------------------------ */

/* A hash over the contents of the learner's files of a task. */
static void hash_contents(const struct task *task, char text[24])
{
    struct key key = {0}; /* not key_begin(): a new compiler doesn't change the files */
    char path[PATH_MAX];
    for (int i = 0; i < task->file_count; i++)
        if (!key_add_file(&key, learner_path(path, task, i)))
            key_add_text(&key, "unreadable");
    snprintf(text, 24, "%016" PRIx64, key.hash);
}

void state_note_contents(struct lab *lab)
{
    for (int i = 0; i < lab->tasks.count; i++)
        hash_contents(&lab->tasks.tasks[i], lab->contents[i]);
}

static enum standing standing_now(const cJSON *known, const struct task *task)
{
    const char *status = text_of(known, "status");
    char contents[24], path[PATH_MAX];
    for (int i = 0; i < task->file_count; i++)
        if (access(learner_path(path, task, i), F_OK) != 0)
            return STANDING_MISSING;
    if (all_are_stubs(task))
        return STANDING_UNTOUCHED;
    if (!*status)
        return STANDING_UNJUDGED;
    hash_contents(task, contents);
    if (strcmp(contents, text_of(known, "contents")) != 0)
        return STANDING_CHANGED;
    if (strcmp(status, "pass") == 0)
        return STANDING_PASSED;
    return strcmp(status, "fail") == 0 ? STANDING_FAILING : STANDING_UNDECIDED;
}

struct task_memory state_of_task(const struct lab *lab, const struct task *task)
{
    struct task_memory found = {0};
    cJSON *memory = read_memory();
    const cJSON *known = known_task(memory, task);
    (void)lab;
    found.standing = standing_now(known, task);
    found.passed_last = strcmp(text_of(known, "status"), "pass") == 0;
    found.passed = (int)number_of(known, "passed");
    found.total = (int)number_of(known, "total");
    snprintf(found.function, sizeof found.function, "%s", text_of(known, "function"));
    snprintf(found.title, sizeof found.title, "%s", text_of(known, "title"));
    snprintf(found.message, sizeof found.message, "%s", text_of(known, "message"));
    found.solution_seen = cJSON_IsTrue(member(known, "solution_seen"));
    cJSON_Delete(memory);
    return found;
}

/* ---- verdicts -------------------------------------------------------------------------------- */

/* What the next hint is about: the first check that failed; if none did (the file doesn't
 * compile), the first that didn't pass. */
static const cJSON *first_obstacle(const cJSON *checks)
{
    const cJSON *check, *other = NULL;
    cJSON_ArrayForEach(check, checks)
    {
        const char *status = text_of(check, "status");
        if (strcmp(status, "fail") == 0)
            return check;
        if (!other && strcmp(status, "pass") != 0)
            other = check;
    }
    return other;
}

static void remember_task(cJSON *known, const char *contents, const cJSON *judged)
{
    const cJSON *checks = member(judged, "checks"), *check;
    const cJSON *obstacle = first_obstacle(checks);
    cJSON *passed = cJSON_CreateArray();
    cJSON_ArrayForEach(check, checks) if (strcmp(text_of(check, "status"), "pass") == 0)
        cJSON_AddItemToArray(passed, cJSON_CreateString(text_of(check, "id")));
    put(known, "status", cJSON_CreateString(text_of(judged, "status")));
    put(known, "passed", cJSON_CreateNumber(cJSON_GetArraySize(passed)));
    put(known, "total", cJSON_CreateNumber(cJSON_GetArraySize(checks)));
    put(known, "passed_checks", passed);
    put(known, "contents", cJSON_CreateString(contents));
    put(known, "function", cJSON_CreateString(text_of(obstacle, "function")));
    put(known, "title", cJSON_CreateString(text_of(obstacle, "title")));
    put(known, "message", cJSON_CreateString(text_of(judged, "message")));
}

static bool lab_failed_on(const cJSON *judged)
{
    return strcmp(text_of(judged, "status"), "error") == 0 && *text_of(judged, "message");
}

static bool all_pass(const cJSON *memory, const struct task_list *tasks)
{
    for (int i = 0; i < tasks->count; i++)
        if (strcmp(text_of(known_task(memory, &tasks->tasks[i]), "status"), "pass") != 0)
            return false;
    return true;
}

void state_remember_results(struct lab *lab, const cJSON *results)
{
    const cJSON *judged;
    int lock = lock_memory(), failed = -1;
    if (lock >= 0) {
        cJSON *memory = read_memory();
        cJSON_ArrayForEach(judged, member(results, "tasks"))
        {
            const struct task *task = find_task(&lab->tasks, text_of(judged, "name"));
            if (task && !lab_failed_on(judged))
                remember_task(task_in(memory, task),
                              lab->contents[task - lab->tasks.tasks], judged);
        }
        if (all_pass(memory, &lab->tasks))
            put(memory, "finished", cJSON_CreateNumber(lab->tasks.count));
        failed = finish_change(lock, memory);
    }
    if (failed)
        lab_error("can't remember this verdict (%s): %s", MEMORY_FILE, strerror(errno));
}

bool state_all_passed(const struct lab *lab)
{
    cJSON *memory = read_memory();
    bool all = number_of(memory, "finished") >= lab->tasks.count;
    cJSON_Delete(memory);
    return all;
}

/* ---- help that was given --------------------------------------------------------------------- */

int state_remember_solution(struct lab *lab, const struct task *task)
{
    (void)lab;
    int lock = lock_memory();
    if (lock < 0)
        return -1;
    cJSON *memory = read_memory();
    cJSON *known = task_in(memory, task);
    if (strcmp(text_of(known, "status"), "pass") != 0)
        put(known, "solution_seen", cJSON_CreateTrue());
    return finish_change(lock, memory);
}

static int hints_shown(const cJSON *hints, const char *function)
{
    const cJSON *count = member(hints, function);
    bool usable =
        cJSON_IsNumber(count) && count->valuedouble >= 0 && count->valuedouble < 1000;
    return usable ? (int)count->valuedouble : 0;
}

int state_count_hint(struct lab *lab, const struct task *task, const char *function,
                     int *shown)
{
    (void)lab;
    int lock = lock_memory(), error = errno;
    cJSON *memory = read_memory();
    cJSON *hints = object_in(task_in(memory, task), "hints");
    *shown = hints_shown(hints, function);
    if (lock < 0) {
        cJSON_Delete(memory);
        errno = error;
        return -1;
    }
    put(hints, function, cJSON_CreateNumber(*shown + 1));
    return finish_change(lock, memory);
}

/* ---- puzzles --------------------------------------------------------------------------------- */

int state_remember_puzzle(const struct task *task, const char *puzzle,
                          const char *identity)
{
    int lock = lock_memory();
    if (lock < 0)
        return -1;
    cJSON *memory = read_memory();
    put(object_in(task_in(memory, task), "puzzles"), puzzle,
        cJSON_CreateString(identity));
    return finish_change(lock, memory);
}

cJSON *state_puzzles_solved(const struct task *task)
{
    cJSON *memory = read_memory();
    cJSON *solved = cJSON_Duplicate(member(known_task(memory, task), "puzzles"), true);
    cJSON_Delete(memory);
    return solved;
}
