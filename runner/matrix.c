/* matrix.c - see matrix.h. */
#include "matrix.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "notes.h"
#include "rules.h"
#include "table.h"

/* Widths of the columns; see cell(). */
enum { NAME = -10, SECONDS = 9, FACTOR = 9, GAP = 2, RULE = -12 };

/* What the two measurements of a kind of work support. */
enum support { SUPPORTS_UNKNOWN, SUPPORTS_NEITHER, SUPPORTS_THREADS, SUPPORTS_PROCESSES };

/* One kind of work: a row. */
struct work {
    const char *label;
    WorkKind kind;
    JobFunction job;
    const JobResult *expected; /* borrowed from the reference */
    double loop_seconds;       /* what a plain loop takes */
};

/* What a row's measurements came to. */
struct row {
    double threads;        /* speedup by plain division; NAN without right results */
    double processes;      /* the same */
    Executor rule;         /* what the learner's rule says */
    struct outcome ruling; /* whether it says anything */
    enum support support;
};

static void print_head(const struct run *run)
{
    char title[100];
    snprintf(title, sizeof title,
             "Two kinds of work, %u workers each time, on %d processor%s", WORKERS,
             run->processors, run->processors == 1 ? "" : "s");
    end_row();
    cell(TINT_TITLE, 0, title);
    end_row();
    end_row();
    cell(TINT_QUIET, NAME, "");
    cell(TINT_QUIET, SECONDS, "loop");
    cell(TINT_QUIET, SECONDS + FACTOR, "threads");
    cell(TINT_QUIET, SECONDS + FACTOR, "processes");
    cell(TINT_QUIET, GAP, "");
    cell(TINT_QUIET, 0, "what to use");
    end_row();
    cell(TINT_QUIET, NAME, "  work");
    cell(TINT_QUIET, SECONDS, "seconds");
    for (int worker = 0; worker < 2; worker++) {
        cell(TINT_QUIET, SECONDS, "seconds");
        cell(TINT_QUIET, FACTOR, "speedup");
    }
    cell(TINT_QUIET, GAP, "");
    cell(TINT_QUIET, RULE, "your rule");
    cell(TINT_QUIET, 0, "measured");
    end_row();
}

/* ---- a cell: one kind of work on one kind of worker ------------------------------- */

static int measure_cell(struct run *run, const struct work *work, enum path_id id,
                        struct measurement *measurement)
{
    if (run->paths[id].kind == OUTCOME_TIMED_OUT) {
        *measurement = (struct measurement){.outcome = {.kind = OUTCOME_NOT_TRIED}};
        return 0;
    }
    if (measure_path(&PATHS[id], work->job, WORKERS, run->scratch, work->expected,
                     &run->printed, measurement) != 0)
        return -1;
    run_remember(run, &PATHS[id].function, measurement->outcome);
    return 0;
}

/* Measures and prints; *gain receives the speedup by plain division, *seconds what it took. */
static int print_cell(struct run *run, const struct work *work, enum path_id id,
                      double *gain, double *seconds)
{
    struct measurement measurement;
    *gain = *seconds = NAN;
    if (measure_cell(run, work, id, &measurement) != 0)
        return -1;
    if (measurement.outcome.kind != OUTCOME_RIGHT) {
        char words[40];
        bool stub = measurement.outcome.kind == OUTCOME_NOT_WRITTEN;
        outcome_short(measurement.outcome, words, sizeof words);
        cell(stub ? TINT_QUIET : TINT_BAD, SECONDS + FACTOR, words);
        return 0;
    }
    double factor;
    if (ask_speedup(run, work->loop_seconds, measurement.seconds, &factor) != 0)
        return -1;
    *gain = work->loop_seconds / measurement.seconds;
    *seconds = measurement.seconds;
    number_cell(SECONDS, 3, measurement.seconds);
    number_cell(FACTOR, 2, factor);
    return 0;
}

/* ---- the choice ------------------------------------------------------------------- */

/* A process costs more than a thread, so it must bring what threads can't. */
static enum support supported(double threads, double processes)
{
    if (isnan(threads) || isnan(processes))
        return SUPPORTS_UNKNOWN;
    if (threads >= LEAST_SPEEDUP)
        return SUPPORTS_THREADS;
    return processes >= LEAST_SPEEDUP ? SUPPORTS_PROCESSES : SUPPORTS_NEITHER;
}

static const char *ruling_words(const struct row *row)
{
    switch (row->ruling.kind) {
    case OUTCOME_RIGHT:
        return row->rule == EXECUTOR_THREADS ? "threads" : "processes";
    case OUTCOME_NOT_WRITTEN:
        return "not written";
    case OUTCOME_FAILED:
        return "undecided";
    default:
        return "no answer";
    }
}

static const char *support_word(enum support support)
{
    static const char *const words[] = {[SUPPORTS_UNKNOWN] = "-",
                                        [SUPPORTS_NEITHER] = "neither",
                                        [SUPPORTS_THREADS] = "threads",
                                        [SUPPORTS_PROCESSES] = "processes"};
    return words[support];
}

static void print_choice(const struct row *row)
{
    cell(TINT_NONE, GAP, "");
    cell(row->ruling.kind == OUTCOME_RIGHT ? TINT_NONE : TINT_QUIET, RULE,
         ruling_words(row));
    cell(row->support == SUPPORTS_UNKNOWN ? TINT_QUIET : TINT_NONE, 0,
         support_word(row->support));
}

/* ---- what there is to see --------------------------------------------------------- */

/* A rule that isn't written, or undecided, is named in the table. */
static void note_ruling(const struct row *row, const char *kind)
{
    static const struct learner_function rule = {"recommended_executor", 2};
    char phrase[80];
    if (strcmp(ruling_words(row), "no answer") != 0)
        return;
    outcome_phrase(row->ruling, &rule, phrase, sizeof phrase);
    note("%s (task %d), asked about %s: %s.", rule.name, rule.task, kind, phrase);
}

static bool rule_differs(const struct row *row)
{
    return row->ruling.kind == OUTCOME_RIGHT &&
           ((row->support == SUPPORTS_THREADS && row->rule != EXECUTOR_THREADS) ||
            (row->support == SUPPORTS_PROCESSES && row->rule != EXECUTOR_PROCESSES));
}

static void note_lookups(const struct row *row)
{
    note_ruling(row, "waiting");
    if (row->support == SUPPORTS_THREADS)
        note("Look-ups: a wait needs no processor, so waits overlap in threads and in "
             "processes alike. Threads cost less.");
    if (row->support == SUPPORTS_NEITHER)
        note("Look-ups: neither reached a speedup of %.2f this time. What makes one "
             "worker wait for another?",
             LEAST_SPEEDUP);
    if (rule_differs(row))
        note("Look-ups: your rule and this measurement differ. Run it again before you "
             "believe either.");
}

static void note_shipped_hashing(const struct run *run, const struct row *row)
{
    if (row->support == SUPPORTS_PROCESSES)
        note("Hashing: the engine holds one lock for the whole process, so threads take "
             "turns; each process has an engine of its own. make run ENGINE=reentrant "
             "lifts the lock.");
    if (row->support == SUPPORTS_NEITHER && run->processors > 1)
        note("Hashing: neither reached a speedup of %.2f this time. Processes compute on "
             "%d processors, as far as nobody else uses them: run it again when the "
             "machine "
             "is quiet.",
             LEAST_SPEEDUP, run->processors);
    if (rule_differs(row))
        note("Hashing: your rule and this measurement differ. Run it again before you "
             "believe either.");
}

/* The rule is about the engine as it is shipped, so it isn't held against this. */
static void note_reentrant_hashing(const struct row *row)
{
    if (row->support == SUPPORTS_THREADS)
        note("Hashing: without the engine's lock threads compute at the same time too, "
             "and cost less than processes. Your rule is for the engine with its lock.");
}

static void note_hashing(const struct run *run, const struct row *row)
{
    note_ruling(row, "computing");
    if (row->support == SUPPORTS_NEITHER && run->processors == 1)
        note("Hashing: on one processor nothing computes faster than a plain loop.");
    if (run->reentrant)
        note_reentrant_hashing(row);
    else
        note_shipped_hashing(run, row);
}

static int print_row(struct run *run, const struct work *work, struct row *row,
                     struct matrix_row *kept)
{
    char label[20];
    snprintf(label, sizeof label, "  %s", work->label);
    cell(TINT_NONE, NAME, label);
    number_cell(SECONDS, 3, work->loop_seconds);
    if (print_cell(run, work, PATH_THREADS, &row->threads, &kept->threads_seconds) != 0 ||
        print_cell(run, work, PATH_PROCESSES, &row->processes,
                   &kept->processes_seconds) != 0 ||
        ask_executor(run, work->kind, &row->rule, &row->ruling) != 0)
        return -1;
    row->support = supported(row->threads, row->processes);
    print_choice(row);
    end_row();
    kept->label = work->label;
    kept->loop_seconds = work->loop_seconds;
    kept->rule = ruling_words(row);
    kept->measured = support_word(row->support);
    return 0;
}

int matrix_print(struct run *run)
{
    const struct reference *plain = &run->reference;
    struct work lookups = {"look-ups", WORK_WAITING, lookup_job, plain->lookups,
                           plain->lookup_seconds};
    struct work hashing = {"hashing", WORK_COMPUTING, hash_job, plain->hashes,
                           plain->hash_seconds};
    struct row row;
    print_head(run);
    if (print_row(run, &lookups, &row, &run->matrix[0]) != 0)
        return -1;
    note_lookups(&row);
    if (print_row(run, &hashing, &row, &run->matrix[1]) != 0)
        return -1;
    note_hashing(run, &row);
    return 0;
}
