/*
 * check.h - for those who write checks.
 *
 * A check is one Criterion test. It starts probes, looks at their evidence, and comes to a
 * verdict; it holds no learner code.
 *
 *     CHECK(sequential, keeps_catalog_order, .kind = CHECK_CORRECTNESS,
 *           .title = "results stand in the catalog's order",
 *           .function = "run_sequential",
 *           .help = "results[i] belongs to catalog[i].")
 *     {
 *         const struct evidence *seen = run_probe(check, "run", "count=%d", 7);
 *         if (!seen)
 *             return;                      // the verdict is made already
 *         if (seen_int(seen, "returned") != 0) {
 *             fail(check, "run_sequential reports a failure although no job failed");
 *             expected(check, "0");
 *             actual(check, "%ld", seen_int(seen, "returned"));
 *         }
 *     }
 *
 * A body that returns without a verdict passes, provided that a probe finished; a body that ran
 * no probe is an error of the lab. The first fail() stands; later ones are ignored.
 */
#ifndef CHECK_H
#define CHECK_H

#include <criterion/criterion.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "catalog_maker.h"
#include "evidence.h"
#include "rng.h"

enum check_kind { CHECK_CORRECTNESS, CHECK_RACE, CHECK_TIMING, CHECK_ROBUSTNESS };

struct judgement; /* a check being judged; see verdict.h */

/* A check, as its author declares it. */
struct check {
    const char *suite; /* the task's name: "sequential" */
    const char *name;  /* unique in the suite; the id is suite/name */
    enum check_kind kind;
    const char *title;    /* what holds when it passes: one line, no full stop */
    const char *function; /* the learner's function it is about, as in hints.json */
    const char *needs;    /* checks that must pass first: "one other"; NULL: none */
    const char *help;     /* what to think about, one to three sentences */
    const char *file;     /* where it is declared: checks are shown in that order */
    int line;             /* the line there */
    void (*body)(struct judgement *check);
};

// clang-format off
#define CHECK(suite_, name_, ...)                                                     \
    static void body_##suite_##_##name_(struct judgement *check);                     \
    __attribute__((used, section("lab_checks"), aligned(8)))                          \
    static const struct check check_##suite_##_##name_ = {                            \
        .suite = #suite_,                                                             \
        .name = #name_,                                                               \
        .body = body_##suite_##_##name_,                                              \
        .file = __FILE__,                                                             \
        .line = __LINE__,                                                             \
        __VA_ARGS__};                                                                 \
    Test(suite_, name_)                                                               \
    {                                                                                 \
        report_check(&check_##suite_##_##name_);                                      \
    }                                                                                 \
    static void body_##suite_##_##name_(struct judgement *check)
// clang-format on

/* What the Criterion test does: comes to the verdict (or takes it over, when a dependent check
 * needed it earlier), stores it, and fails or skips the test accordingly. */
void report_check(const struct check *check);

/* ---- evidence ------------------------------------------------------------------------ */

/*
 * Runs a scenario of the task's plain probe; the arguments are "key=value key=value", made by
 * printf rules. Each run has a new seed, drawn from the check's. Returns its evidence, valid
 * until the check ends; or NULL: the scenario didn't finish, or met a function that isn't
 * written yet, and the verdict says so.
 */
const struct evidence *run_probe(struct judgement *check, const char *scenario,
                                 const char *arguments, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * Looks for data races: runs the scenario under the explorer, then, as a second opinion, under
 * ThreadSanitizer. A race fails the check, with both lines; where ThreadSanitizer can't run the
 * verdict is 'inconclusive'. The evidence is the second run's. Returns as run_probe, NULL also
 * after a finding. The scenario builds fresh state each time it is called.
 */
const struct evidence *run_race(struct judgement *check, const char *scenario,
                                const char *arguments, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * Runs a scenario that calls explore_and_observe. A schedule that fails makes the
 * check fail, with what happened in words, the lines and the steps; a pass says how many schedules
 * were run. Returns as run_probe, NULL also after a failing schedule.
 */
const struct evidence *run_explored(struct judgement *check, const char *scenario,
                                    const char *arguments, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * Runs a scenario under the explorer's clock with as many entries as workers, and looks how long it
 * takes there: virtual time passes only while every thread waits, so that the figure is the same on
 * any machine. Fails the check unless the look-ups all overlap. `arguments` are the scenario's
 * others. Returns true when they do.
 */
bool lookups_overlap(struct judgement *check, const char *scenario, int workers,
                     const char *arguments);

/* What the scenario observed under `key`. A key that isn't there is an error of the lab and ends
 * the check as that. */
int64_t seen_int(const struct evidence *seen, const char *key);
double seen_real(const struct evidence *seen, const char *key);
const char *seen_text(const struct evidence *seen, const char *key);

/* The long text that the scenario handed over; "" if it did none. */
const char *seen_document(const struct evidence *seen);

/* Whether a text stands in what the probes of this check have printed until now. */
bool probes_printed(const struct judgement *check, const char *text);

/* Whether the scenario observed something under `key` at all. */
bool seen_any(const struct evidence *seen, const char *key);

/* The catalog that the last probe of this check worked on (made from the same seed and
 * arguments), valid until the check ends. */
struct made_catalog {
    const CatalogEntry *entries;
    size_t count;
};
struct made_catalog catalog_of_probe(struct judgement *check);

/*
 * Compares the results handed over, from `first` on, with what `job` gives for each entry of the
 * catalog. Returns true when they agree; otherwise fails the check with the first difference,
 * in words ("results[3] holds the result of catalog[5]").
 */
bool results_agree(struct judgement *check, const struct evidence *seen, size_t first,
                   JobFunction job);

/* Fails the check if the scenario's observe_leftovers shows something left; `what` names the
 * call ("run_threaded after a failed pthread_create"). Returns true when nothing was left. */
bool nothing_left(struct judgement *check, const struct evidence *seen, const char *what);

/* Fails the check unless `key` was observed as -1 with the errno `error`. Returns true when so. */
bool failed_with(struct judgement *check, const struct evidence *seen, const char *key,
                 int error, const char *function, const char *why);

/* Fails the check unless `key` was observed as 0. Returns true when so. */
bool succeeded(struct judgement *check, const struct evidence *seen, const char *key,
               const char *function);

/* ---- the trace of the jobs -------------------------------------------------------------- */

/* What the jobs module recorded, put together. */
struct job_summary {
    unsigned lookups, hashes;    /* begun */
    unsigned lookups_at_once;    /* most look-ups inside together */
    unsigned hashes_at_once;     /* most checksums inside together */
    unsigned jobs_at_once;       /* most look-ups and checksums inside together */
    unsigned threads, processes; /* that did any of the work */
    bool in_probe_process;       /* some work was done by the scenario's process */
    bool in_probe_thread;        /* some work was done by the scenario's thread */
    uint64_t first_ns, last_ns;  /* CLOCK_MONOTONIC of the first begin and the last end */
    bool met;                    /* the rendezvous came about */
};
struct job_summary job_summary(const struct evidence *seen);

/* How often a job of the kind (JOB_LOOKUP_BEGIN or JOB_HASH_BEGIN) began for an entry. */
unsigned jobs_begun(const struct evidence *seen, int entry_id, enum job_event_kind kind);

/* ---- verdicts ------------------------------------------------------------------------------ */

/* Fails the check: what went wrong, in the learner's code, one sentence. */
void fail(struct judgement *check, const char *message, ...)
    __attribute__((format(printf, 2, 3)));

/* What was expected, and what came instead; short. Only right after fail(). */
void expected(struct judgement *check, const char *text, ...)
    __attribute__((format(printf, 2, 3)));
void actual(struct judgement *check, const char *text, ...)
    __attribute__((format(printf, 2, 3)));

/* Names the learner's line by an address in the plain probe: a call_record's site, for
 * example. 0, or an address outside the learner's files, changes nothing. */
void at_site(struct judgement *check, uint64_t address);

/* Replaces the check's help, where the failure allows a better one. */
void think(struct judgement *check, const char *text, ...)
    __attribute__((format(printf, 2, 3)));

/* Says what a pass covers ("12 failing calls, one a run"). */
void covered(struct judgement *check, const char *text, ...)
    __attribute__((format(printf, 2, 3)));

/* What the explorer has covered in this check until now: "all 123 interleavings", or "no failing
 * schedule among 1,600". Valid until the next call. */
const char *schedules_tried(const struct judgement *check);

/* True once the check has failed or otherwise come to a verdict. */
bool decided(const struct judgement *check);

/* Random numbers of this check: they depend on the run's seed and the check's id alone. */
struct rng *check_rng(struct judgement *check);
int random_int(struct judgement *check, int low, int high);

#endif
