/*
 * observe.c - arguments in, observations out: what scenarios use to talk to their check.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "probe.h"
#include "scenario.h"

#define SPOILT 8192 /* bytes of stack */

static struct evidence *target;
static uint64_t seed;
static char **arguments; /* "key=value" strings, NULL-terminated */

struct evidence *evidence(void)
{
    return target;
}

void set_evidence(struct evidence *where)
{
    target = where;
}

void set_arguments(const char *seed_text, char **key_values)
{
    seed = strtoull(seed_text, NULL, 10);
    arguments = key_values;
}

uint64_t arg_seed(void)
{
    return seed;
}

/* The value of the argument; NULL if there is none. */
static const char *arg_text(const char *key)
{
    size_t length = strlen(key);
    for (char **a = arguments; a && *a; a++)
        if (strncmp(*a, key, length) == 0 && (*a)[length] == '=')
            return *a + length + 1;
    return NULL;
}

int64_t arg_int(const char *key, int64_t otherwise)
{
    const char *value = arg_text(key);
    return value ? strtoll(value, NULL, 10) : otherwise;
}

/* ---- observations -------------------------------------------------------------------- */

static void too_much(const char *what)
{
    fprintf(stderr, "probe: the scenario observes too many %s\n", what);
    _exit(3);
}

static struct observation *place_for(const char *key)
{
    struct evidence *e = target;
    for (uint32_t i = 0; i < e->observations; i++)
        if (strcmp(e->observed[i].key, key) == 0)
            return &e->observed[i];
    if (e->observations == EVIDENCE_ITEMS)
        too_much("things");
    struct observation *place = &e->observed[e->observations++];
    snprintf(place->key, sizeof place->key, "%s", key);
    return place;
}

void observe_int(const char *key, int64_t number)
{
    struct observation *place = place_for(key);
    place->type = OBSERVED_INT;
    place->number = number;
}

void observe_real(const char *key, double real)
{
    struct observation *place = place_for(key);
    place->type = OBSERVED_REAL;
    place->real = real;
}

void observe_text(const char *key, const char *text)
{
    struct observation *place = place_for(key);
    place->type = OBSERVED_TEXT;
    snprintf(place->text, sizeof place->text, "%s", text);
}

void observe_unwritten(const char *function)
{
    if (target->unwritten[0] == '\0')
        snprintf(target->unwritten, sizeof target->unwritten, "%s", function);
}

void note_refusal(const void *site, const char *format, ...)
{
    va_list values;
    if (target->refused[0])
        return;
    va_start(values, format);
    vsnprintf(target->refused, sizeof target->refused, format, values);
    va_end(values);
    target->refused_site = (uint64_t)(uintptr_t)site;
}

/* Where the call's local variables will be, nothing is zero by luck: a variable that is read before
 * it has a value is -1, a pointer points nowhere. The explorer does so on its own stacks. */
__attribute__((noinline)) static void spoil_stack(void)
{
    unsigned char locals[SPOILT];
    memset(locals, 0xff, sizeof locals);
    __asm__ volatile("" ::"r"(locals) : "memory"); /* nobody reads them: keep them */
}

void prepare_call(void)
{
    if (!explore_is_running())
        spoil_stack();
    errno = 0;
}

int observe_answer(const char *key, const char *function, int answer)
{
    int error = answer == -1 ? errno : 0;
    char errno_key[EVIDENCE_KEY];
    snprintf(errno_key, sizeof errno_key, "%s_errno", key);
    if (error == ENOSYS)
        observe_unwritten(function);
    observe_int(key, answer);
    observe_int(errno_key, error);
    return answer;
}

void observe_document(const char *text)
{
    size_t used = strlen(target->document);
    snprintf(target->document + used, sizeof target->document - used, "%s", text);
}

void observe_results(const JobResult *results, size_t count)
{
    struct evidence *e = target;
    if (count > EVIDENCE_RESULTS - e->result_count)
        too_much("results");
    memcpy(e->results + e->result_count, results, count * sizeof *results);
    e->result_count += (uint32_t)count;
}

/* Only the explored probe has it. */
int program_ranges_add(void) __attribute__((weak));

/* ---- exploring ---------------------------------------------------------------------------- */

void explore_and_observe(void (*program)(void *arg), void *arg,
                         const char *(*predicate)(void *arg))
{
    const char *identity = arg_text("identity");
    struct explore_options options = {.seed = seed,
                                      .identity =
                                          identity ? strtoull(identity, NULL, 10) : 0,
                                      .replay = arg_text("replay"),
                                      .schedules = (unsigned)arg_int("schedules", 400),
                                      .spurious_wakeups = true,
                                      .marks = true,
                                      .ignore_races = !arg_int("races", 0)};
    if (program_ranges_add && program_ranges_add() != 0) {
        perror("probe: the explorer");
        _exit(3);
    }
    jobs_wait_with(explore_wait_ns);
    jobs_tell_writing(explore_writing);
    if (explore(program, arg, predicate, &options, &target->exploration) != 0) {
        perror("probe: the explorer");
        _exit(3);
    }
    jobs_wait_with(NULL);
    jobs_tell_writing(NULL);
    target->explored = 1;
}

/* One schedule of a scenario that knows nothing of the explorer. */
static void run_once(void *arg)
{
    const struct scenario *scenario = arg;
    target->result_count = 0;
    target->document[0] = '\0';
    scenario->run();
    jobs_trace_to(NULL);
}

void run_scenario(const struct scenario *scenario)
{
    if (arg_int("explore", 0))
        explore_and_observe(run_once, (void *)scenario, NULL);
    else
        scenario->run();
}

/* ---- catalogs and traces ---------------------------------------------------------------- */

struct job_set make_job_set(void)
{
    struct job_set set = {.count = (size_t)arg_int("count", JOB_SET_COUNT)};
    struct catalog_limits limits = {
        .lookup_us_most = (unsigned)arg_int("lookup_us", JOB_SET_LOOKUP_US),
        .hash_rounds_most = (unsigned)arg_int("hash_rounds", JOB_SET_HASH_ROUNDS)};
    set.catalog = calloc(set.count + 1, sizeof *set.catalog);
    set.results = malloc((set.count + 1) * sizeof *set.results);
    if (!set.catalog || !set.results) {
        fprintf(stderr, "probe: no memory for a catalog\n");
        _exit(3);
    }
    make_catalog(seed, limits, set.catalog, set.count);
    memset(set.results, 0xa5, (set.count + 1) * sizeof *set.results);
    return set;
}

static int32_t id_at(const struct job_set *set, const char *key)
{
    int64_t index = arg_int(key, -1);
    return index < 0 || (size_t)index >= set->count ? 0 : set->catalog[index].id;
}

void trace_jobs(const struct job_set *set)
{
    struct job_trace *trace = &target->trace;
    int64_t lookups = arg_int("meet_lookups", 0);
    int64_t hashes = arg_int("meet_hashes", 0);
    trace->fail_entry_id = id_at(set, "fail_index");
    trace->fail_from_id = arg_int("fail_all", 0) ? 1 : 0; /* ids are greater than 0 */
    trace->kill_entry_id = id_at(set, "kill_index");
    trace->rendezvous.size = (uint32_t)(lookups ? lookups : hashes);
    trace->rendezvous.kind = lookups ? JOB_LOOKUP_BEGIN : JOB_HASH_BEGIN;
    jobs_trace_to(trace);
}
