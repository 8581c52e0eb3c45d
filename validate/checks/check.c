/*
 * check.c - how a check comes to its verdict, once a run.
 */
#define _GNU_SOURCE
#include "check.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "files.h"
#include "settings.h"
#include "verdict.h"

#define RECORD_LIMIT (64u << 20) /* bytes: a long schedule that fails takes some */

extern const struct check __start_lab_checks[];
extern const struct check __stop_lab_checks[];

const char *status_word(enum verdict_status status)
{
    static const char *const words[] = {"pass", "fail", "skipped", "inconclusive",
                                        "error"};
    return words[status];
}

const char *kind_word(enum check_kind kind)
{
    static const char *const words[] = {"correctness", "race", "timing", "robustness"};
    return words[kind];
}

/* ---- records -------------------------------------------------------------------------- */

static void record_path(const struct check *check, char *path)
{
    make_path(path, "%s/%s.%s.json", settings_run(), check->suite, check->name);
}

static void add_text(cJSON *object, const char *key, const char *text)
{
    cJSON_AddStringToObject(object, key, text ? text : "");
}

static double seconds_of(const struct timeval *time)
{
    return (double)time->tv_sec + (double)time->tv_usec / 1e6;
}

/* What the validator makes the task's phases of. A process may judge several checks, one for another:
 * what its probes have used is counted once. */
static void add_spent(cJSON *record, const struct judgement *j)
{
    static double counted;
    struct rusage used;
    getrusage(RUSAGE_CHILDREN, &used);
    double processor = seconds_of(&used.ru_utime) + seconds_of(&used.ru_stime);
    cJSON *spent = cJSON_AddObjectToObject(record, "spent");
    cJSON_AddNumberToObject(spent, "probes", j->in_probes);
    cJSON_AddNumberToObject(spent, "explorer", j->in_explorer);
    cJSON_AddNumberToObject(spent, "processor", processor - counted);
    counted = processor;
}

/* How the probe was started after which the check came to its verdict: the last one. A seed may have more
 * digits than a number in JSON keeps. */
static void add_probe(cJSON *record, const struct judgement *j)
{
    char seed[24];
    if (!j->variant)
        return;
    snprintf(seed, sizeof seed, "%llu", (unsigned long long)j->probe_seed);
    cJSON *probe = cJSON_AddObjectToObject(record, "probe");
    add_text(probe, "variant", j->variant);
    add_text(probe, "scenario", j->scenario);
    add_text(probe, "seed", seed);
    add_text(probe, "arguments", j->probe_arguments);
}

static cJSON *make_record(const struct judgement *j, double seconds)
{
    char id[128];
    cJSON *record = cJSON_CreateObject();
    snprintf(id, sizeof id, "%s/%s", j->check->suite, j->check->name);
    add_text(record, "id", id);
    add_text(record, "kind", kind_word(j->check->kind));
    add_text(record, "title", j->check->title);
    add_text(record, "status", status_word(j->status));
    add_text(record, "message", j->message);
    add_text(record, "expected", j->expected);
    add_text(record, "actual", j->actual);
    bool help = j->status != VERDICT_PASS && j->status != VERDICT_SKIPPED;
    add_text(record, "help", !help ? "" : j->help[0] ? j->help : j->check->help);
    cJSON *location = cJSON_AddObjectToObject(record, "location");
    add_text(location, "file", j->file);
    cJSON_AddNumberToObject(location, "line", j->line);
    add_text(record, "coverage", j->coverage);
    add_text(record, "schedule", j->token);
    cJSON_AddNumberToObject(record, "seconds", seconds);
    add_text(record, "function", j->check->function);
    const char *needs = j->missing ? j->missing->name : j->check->needs;
    if (needs)
        snprintf(id, sizeof id, "%s/%.*s", j->check->suite, (int)strcspn(needs, " "),
                 needs);
    add_text(record, "needs", needs ? id : "");
    add_text(record, "output", j->status == VERDICT_PASS ? "" : j->output);
    if (help)
        add_probe(record, j);
    add_spent(record, j);
    if (j->counterexample)
        cJSON_AddItemReferenceToObject(record, "counterexample", j->counterexample);
    return record;
}

static int store_record(const struct judgement *j, double seconds)
{
    char path[PATH_MAX];
    cJSON *record = make_record(j, seconds);
    char *text = cJSON_Print(record);
    cJSON_Delete(record);
    if (!text)
        return -1;
    record_path(j->check, path);
    int failed = write_file(path, text, strlen(text));
    free(text);
    return failed;
}

/* Reads status and message of a record that is there already. */
static bool load_record(const struct check *check, enum verdict_status *status,
                        char message[VERDICT_TEXT])
{
    char path[PATH_MAX];
    record_path(check, path);
    char *text = read_file(path, RECORD_LIMIT, NULL);
    if (!text)
        return false;
    cJSON *record = cJSON_Parse(text);
    free(text);
    const char *word = cJSON_GetStringValue(cJSON_GetObjectItem(record, "status"));
    const char *why = cJSON_GetStringValue(cJSON_GetObjectItem(record, "message"));
    bool known = false;
    for (int s = VERDICT_PASS; word && s <= VERDICT_ERROR; s++) {
        if (strcmp(word, status_word((enum verdict_status)s)) == 0) {
            *status = (enum verdict_status)s;
            known = true;
        }
    }
    snprintf(message, VERDICT_TEXT, "%s", why ? why : "");
    cJSON_Delete(record);
    return known;
}

/* ---- judging ------------------------------------------------------------------------------ */

static enum verdict_status verdict_of(const struct check *check,
                                      char message[VERDICT_TEXT]);

const struct check *find_check(const char *suite, const char *name)
{
    for (const struct check *c = __start_lab_checks; c < __stop_lab_checks; c++)
        if (strcmp(c->suite, suite) == 0 && strcmp(c->name, name) == 0)
            return c;
    return NULL;
}

/* One that could not be judged here (ThreadSanitizer may be missing) holds nobody up. */
static bool needed_passed(struct judgement *j, const char *name)
{
    char unused[VERDICT_TEXT];
    const struct check *needed = find_check(j->check->suite, name);
    if (!needed) {
        decide(j, VERDICT_ERROR, "the lab's mistake: there is no check %s", name);
        return false;
    }
    enum verdict_status status = verdict_of(needed, unused);
    if (status == VERDICT_PASS || status == VERDICT_INCONCLUSIVE)
        return true;
    j->missing = needed;
    decide(j, VERDICT_SKIPPED, "needs first: %s", needed->title);
    return false;
}

/* A check one of whose prerequisites failed has nothing to say. */
static bool prerequisites_passed(struct judgement *j)
{
    char names[256], *next = names;
    snprintf(names, sizeof names, "%s", j->check->needs ? j->check->needs : "");
    for (char *name; (name = strtok_r(next, " ", &next));)
        if (!needed_passed(j, name))
            return false;
    return true;
}

/* The seed of a check depends on the run's seed and its own name: checks can be added or left
 * out without a change to the others' inputs. */
static uint64_t seed_of(const struct check *check)
{
    uint64_t hash = 0xcbf29ce484222325ull;
    for (const char *c = check->name; *c; c++)
        hash = (hash ^ (unsigned char)*c) * 0x100000001b3ull;
    return settings_seed() ^ hash;
}

static void release(struct judgement *j)
{
    for (int i = 0; i < j->outcome_count; i++)
        probe_release(&j->outcomes[i]);
    cJSON_Delete(j->counterexample);
    free(j->output);
    free(j->catalog);
    free(j);
}

static double now_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Returns false when the verdict could not be stored: the validator then reports a check that didn't
 * report. */
static bool judge(const struct check *check, enum verdict_status *status,
                  char message[VERDICT_TEXT])
{
    double began = now_seconds();
    struct judgement *j = calloc(1, sizeof *j);
    if (!j)
        return false;
    j->check = check;
    j->rng.state = seed_of(check);
    if (prerequisites_passed(j)) {
        check->body(j);
        if (j->status == VERDICT_PASS && j->finished == 0)
            decide(j, VERDICT_ERROR, "the lab's mistake: this check ran no probe");
    }
    bool stored = store_record(j, now_seconds() - began) == 0;
    if (!stored)
        fprintf(stderr, "checks: can't write the verdict of %s/%s: %s\n", check->suite,
                check->name, strerror(errno));
    *status = j->status;
    snprintf(message, VERDICT_TEXT, "%s", j->message);
    release(j);
    return stored;
}

/* Waits until nobody else is judging the check. A lock is a byte of one file, by the check's place
 * in the program; it goes with the returned descriptor. Returns -1 with errno when it can't be had. */
static int lock_check(const struct check *check)
{
    char path[PATH_MAX];
    struct flock byte = {.l_type = F_WRLCK,
                         .l_whence = SEEK_SET,
                         .l_start = check - __start_lab_checks,
                         .l_len = 1};
    int fd = open(make_path(path, "%s/locks", settings_run()),
                  O_CREAT | O_RDWR | O_CLOEXEC, 0644);
    while (fd >= 0 && fcntl(fd, F_OFD_SETLKW, &byte) != 0) {
        if (errno == EINTR)
            continue;
        int error = errno;
        close(fd);
        errno = error;
        return -1;
    }
    return fd;
}

/*
 * The verdict of a check is made once a run, by whoever needs it first: its own test, or a
 * dependent check's. The others wait for its lock. Locks are taken along the dependencies, which
 * have no cycle: no deadlock.
 */
static enum verdict_status verdict_of(const struct check *check,
                                      char message[VERDICT_TEXT])
{
    enum verdict_status status = VERDICT_ERROR;
    int lock = lock_check(check);
    if (lock < 0) {
        snprintf(message, VERDICT_TEXT, "its lock: %s", strerror(errno));
        return status;
    }
    if (!load_record(check, &status, message) && !judge(check, &status, message)) {
        status = VERDICT_ERROR;
        snprintf(message, VERDICT_TEXT, "the verdict could not be stored");
    }
    close(lock);
    return status;
}

void report_check(const struct check *check)
{
    char message[VERDICT_TEXT] = "";
    switch (verdict_of(check, message)) {
    case VERDICT_PASS:
        return;
    case VERDICT_SKIPPED:
        cr_skip_test("%s", message);
        return;
    default:
        cr_assert_fail("%s", message);
    }
}
