/*
 * verdict.h - a check being judged, and the record that its verdict is stored as.
 *
 * The record is the JSON object of build/results.json, one file a check:
 * <run>/<suite>.<name>.json. The validator puts them together.
 */
#ifndef VERDICT_H
#define VERDICT_H

#include <cjson/cJSON.h>

#include "check.h"
#include "run_probe.h"

enum verdict_status {
    VERDICT_PASS,
    VERDICT_FAIL,
    VERDICT_SKIPPED,
    VERDICT_INCONCLUSIVE,
    VERDICT_ERROR, /* the lab failed, not the learner */
};

#define VERDICT_TEXT 1024
#define PROBES_MOST  128 /* probe runs of one check */

struct judgement {
    const struct check *check;
    const struct check *missing; /* what it needs first and what didn't pass; or NULL */
    struct rng rng;
    enum verdict_status status;
    char message[VERDICT_TEXT];
    char expected[VERDICT_TEXT];
    char actual[VERDICT_TEXT];
    char help[VERDICT_TEXT]; /* "": the check's own */
    char coverage[VERDICT_TEXT];
    char file[64];         /* the learner's file, without its folder; "": not known */
    int line;              /* 0: not known */
    cJSON *counterexample; /* the schedule that failed; NULL: none */
    char token[EXPLORE_TOKEN_SIZE]; /* its name; "": none */
    char *output;                   /* what the failing probe printed; NULL: nothing */
    int finished;                   /* probe runs that finished */
    struct probe_outcome outcomes[PROBES_MOST];
    int outcome_count;
    double in_probes,
        in_explorer; /* seconds of probe runs: without and with the explorer */
    struct {
        uint64_t schedules;     /* in all runs */
        uint64_t interleavings; /* of the runs that covered them all */
        bool open;              /* there is a run that didn't */
    } explored;           /* what the explorer has covered without finding anything */
    const char *variant;  /* of the last run: "plain", "tsan", "explored"; NULL: none */
    const char *scenario; /* of the last run */
    uint64_t probe_seed;  /* of the last run */
    char probe_arguments[512]; /* of the last run */
    CatalogEntry *catalog;     /* from catalog_of_probe; NULL: not asked for */
};

/* The check of that name in the suite; NULL: there is none. */
const struct check *find_check(const char *suite, const char *name);

/* The verdict's word in the record: "pass", "fail", ... */
const char *status_word(enum verdict_status status);

/* The kind's word in the record: "correctness", ... */
const char *kind_word(enum check_kind kind);

/* Sets the verdict, unless there is one that isn't a pass already. */
void decide(struct judgement *check, enum verdict_status status, const char *message, ...)
    __attribute__((format(printf, 3, 4)));

/* Puts a probe's end into words: sets the verdict for an end other than PROBE_FINISHED. */
void judge_end(struct judgement *check, const struct probe_outcome *outcome);

/* Sets the verdict if a process that the scenario's forked crashed, whatever its parent made of
 * that. */
void judge_child_crash(struct judgement *check, const struct evidence *seen);

/* Sets the verdict if the output of a probe under ThreadSanitizer holds a report. Returns true
 * if so. */
bool judge_sanitizer_report(struct judgement *check, const struct probe_outcome *outcome);

/* Takes ThreadSanitizer's reports out of what a probe printed: the verdict has what they say, and
 * the rest is the learner's. */
void drop_sanitizer_reports(char *text);

/* Sets the verdict by the explorer's report in the evidence, and the coverage when it is clean. */
void judge_exploration(struct judgement *check, const struct evidence *seen);

/* Sets the verdict if the explorer found a data race, or a wrong use of memory: of what another
 * thread has freed, say, which only luck lets go well. Other findings are for other checks. */
void judge_explored_race(struct judgement *check, const struct evidence *seen);

/* Path of the task's probe of a variant ("plain", "tsan", "explored"; NULL: plain), in a static
 * buffer. */
const char *probe_path(const struct judgement *check, const char *variant);

#endif
