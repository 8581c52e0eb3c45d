/* pipeline.c - see pipeline.h. */
#include "pipeline.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>

#include "notes.h"
#include "rules.h"
#include "table.h"

/* Widths of the columns; see cell(). */
enum { NAME = -20, COUNT = 8, SECONDS = 10, FACTOR = 10, WORTH = 12, RESULTS = 15 };

static void print_head(void)
{
    cell(TINT_QUIET, NAME, "  path");
    cell(TINT_QUIET, COUNT, "workers");
    cell(TINT_QUIET, SECONDS, "seconds");
    cell(TINT_QUIET, FACTOR, "speedup");
    cell(TINT_QUIET, WORTH, "worth it");
    cell(TINT_QUIET, RESULTS, "results");
    end_row();
}

/* Before the rows, so that a rule which isn't written is named even when no path gives it
 * anything to judge. */
static int try_rules(struct run *run)
{
    double factor;
    enum worth worth;
    if (ask_speedup(run, 2.0, 1.0, &factor) != 0)
        return -1;
    return ask_worth(run, 2.0, &worth);
}

static void note_wrong_time(const struct measurement *sequential)
{
    if (sequential->outcome.kind == OUTCOME_WRONG_TIME)
        note("measure_sequential (task 1) says %.3g s for a run that took %.3f s and "
             "waited %.3f s in its look-ups. Which clock does it read, and when?",
             sequential->seconds, sequential->elapsed, catalog_waiting_seconds());
}

/* What the speedups are held against: the learner's number, if it can be right. */
static int choose_baseline(struct run *run, const struct measurement *sequential)
{
    struct reference *plain = &run->reference;
    if (reference_time_lookups(plain) != 0)
        return -1;
    run->baseline = sequential->seconds;
    if (sequential->outcome.kind == OUTCOME_RIGHT)
        return 0;
    run->baseline = plain->lookup_seconds + plain->hash_seconds;
    note_wrong_time(sequential);
    note("Baseline: %.3f s, a plain loop of the lab's own, until measure_sequential "
         "(task 1) gives one.",
         run->baseline);
    return 0;
}

static void print_worth(bool is_baseline, enum worth worth)
{
    if (is_baseline)
        cell(TINT_NONE, WORTH, "baseline");
    else if (worth == WORTH_UNKNOWN)
        cell(TINT_QUIET, WORTH, "-");
    else
        cell(worth == WORTH_YES ? TINT_GOOD : TINT_NONE, WORTH,
             worth == WORTH_YES ? "yes" : "no");
}

/* Only right results have a speedup: being wrong faster is no gain. */
static int print_figures(struct run *run, const struct path *path,
                         const struct measurement *measurement)
{
    double factor = NAN;
    enum worth worth = WORTH_UNKNOWN;
    bool sequential = path == &PATHS[PATH_SEQUENTIAL];
    bool right = measurement->outcome.kind == OUTCOME_RIGHT;
    if (right && ask_speedup(run, run->baseline, measurement->seconds, &factor) != 0)
        return -1;
    if (!sequential && ask_worth(run, factor, &worth) != 0)
        return -1;

    char words[40];
    outcome_short(measurement->outcome, words, sizeof words);
    number_cell(SECONDS, 3, measurement->seconds);
    number_cell(FACTOR, 2, factor);
    print_worth(sequential && right, worth);
    cell(right ? TINT_GOOD : TINT_BAD, RESULTS, words);
    return 0;
}

static void note_wrong_results(const struct path *path,
                               const struct measurement *measurement)
{
    size_t i = measurement->first_wrong;
    if (measurement->outcome.kind == OUTCOME_WRONG_RESULTS)
        note("%s (task %d): results[%zu], which belongs to entry %d, is the first that "
             "differs from what a plain loop gives.",
             path->function.name, path->function.task, i, CATALOG[i].id);
}

static int print_row(struct run *run, const struct path *path,
                     const struct measurement *measurement)
{
    char text[80];
    snprintf(text, sizeof text, "  %s", path->label);
    cell(TINT_NONE, NAME, text);
    snprintf(text, sizeof text, "%u", path->workers);
    cell(TINT_NONE, COUNT, text);
    if (outcome_has_answer(measurement->outcome)) {
        if (print_figures(run, path, measurement) != 0)
            return -1;
        note_wrong_results(path, measurement);
    } else {
        bool stub = measurement->outcome.kind == OUTCOME_NOT_WRITTEN;
        outcome_phrase(measurement->outcome, &path->function, text, sizeof text);
        cell(TINT_NONE, 2, "");
        cell(stub ? TINT_QUIET : TINT_BAD, 0, text);
    }
    end_row();
    return 0;
}

/* Measures a path as often as is wished, or until it goes wrong. *measurement becomes the last one,
 * with the median of the seconds. */
static int measure_repeatedly(struct run *run, enum path_id id,
                              struct measurement *measurement)
{
    double seconds[REPEATS_MOST];
    int count = 0;
    do {
        reference_watch(&run->reference);
        int failed =
            measure_path(&PATHS[id], process_job, PATHS[id].workers, run->scratch,
                         run->reference.both, &run->printed, measurement);
        reference_unwatch();
        if (failed)
            return -1;
        if (count == 0 && timeline_make(run->reference.trace, measurement->began_ns,
                                        measurement->elapsed, &run->timelines[id]) != 0)
            return -1;
        seconds[count++] = measurement->seconds;
    } while (measurement->outcome.kind == OUTCOME_RIGHT && count < run->repeats);
    if (measurement->outcome.kind != OUTCOME_RIGHT)
        return 0;
    run->seconds[id] = spread_of(seconds, count);
    measurement->seconds = run->seconds[id].median;
    return 0;
}

static int measure_and_print(struct run *run, enum path_id id)
{
    const struct path *path = &PATHS[id];
    struct measurement measurement;
    if (measure_repeatedly(run, id, &measurement) != 0)
        return -1;
    run->paths[id] = measurement.outcome;
    run_remember(run, &path->function, measurement.outcome);
    if (id == PATH_SEQUENTIAL && choose_baseline(run, &measurement) != 0)
        return -1;
    run->factors[id] = measurement.outcome.kind == OUTCOME_RIGHT
                           ? run->baseline / measurement.seconds
                           : NAN;
    return print_row(run, path, &measurement);
}

int pipeline_print(struct run *run)
{
    if (try_rules(run) != 0)
        return -1;
    print_head();
    for (int id = 0; id < PATH_COUNT; id++)
        if (measure_and_print(run, (enum path_id)id) != 0)
            return -1;
    if (outcome_has_answer(run->worth))
        note("Worth it: what is_worth_concurrency says when the least speedup is %.2f.",
             LEAST_SPEEDUP);
    return 0;
}
