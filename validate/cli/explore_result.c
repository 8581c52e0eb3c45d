#define _GNU_SOURCE
#include "explore_result.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- verdicts --------------------------------------------------------------------------------- */

static const struct verdict_words words[] = {
    [EXPLORE_CLEAN] = {"clean", "clean", false},
    [EXPLORE_CRASH] = {"crash", "crash", true},
    [EXPLORE_MEMORY] = {"memory", "wrong use of memory", true},
    [EXPLORE_ASSERTION] = {"assertion", "failed assertion", true},
    [EXPLORE_WRONG] = {"assertion", "wrong result", true},
    [EXPLORE_DEADLOCK] = {"deadlock", "deadlock", true},
    [EXPLORE_LOST_WAKEUP] = {"deadlock", "lost wakeup", true},
    [EXPLORE_LIVELOCK] = {"livelock", "livelock", true},
    [EXPLORE_HANG] = {"hang", "endless loop", true},
    [EXPLORE_RACE] = {"race", "data race", true},
    [EXPLORE_MISUSE] = {"misuse", "misuse", true},
    [EXPLORE_UNJOINED] = {"misuse", "thread never joined", true},
    [EXPLORE_UNSUPPORTED] = {"unsupported", "not supported", false},
    [EXPLORE_NONDETERMINISM] = {"inconclusive", "not deterministic", false},
    [EXPLORE_INCONCLUSIVE] = {"inconclusive", "inconclusive", false},
};

/* The gravest first. */
static const enum explore_verdict by_gravity[] = {
    EXPLORE_CRASH,          EXPLORE_MEMORY,       EXPLORE_ASSERTION, EXPLORE_WRONG,
    EXPLORE_DEADLOCK,       EXPLORE_LOST_WAKEUP,  EXPLORE_LIVELOCK,  EXPLORE_HANG,
    EXPLORE_RACE,           EXPLORE_MISUSE,       EXPLORE_UNJOINED,  EXPLORE_UNSUPPORTED,
    EXPLORE_NONDETERMINISM, EXPLORE_INCONCLUSIVE, EXPLORE_CLEAN,
};

#define VERDICTS (sizeof words / sizeof words[0])
_Static_assert(sizeof by_gravity / sizeof by_gravity[0] == VERDICTS,
               "each verdict has its words and its place");

const struct verdict_words *verdict_words(enum explore_verdict verdict)
{
    return &words[verdict];
}

static size_t place_of(enum explore_verdict verdict)
{
    size_t place = 0;
    while (by_gravity[place] != verdict)
        place++;
    return place;
}

/* ---- findings --------------------------------------------------------------------------------- */

static struct explore_finding *add_finding(struct explore_result *result,
                                           enum explore_verdict verdict)
{
    struct explore_finding *finding = &result->findings[result->finding_count++];
    *finding = (struct explore_finding){.verdict = verdict};
    return finding;
}

/* Findings of one verdict stay in the order in which they were found. */
static void sort_findings(struct explore_result *result)
{
    for (int i = 1; i < result->finding_count; i++)
        for (int k = i; k > 0 && place_of(result->findings[k].verdict) <
                                     place_of(result->findings[k - 1].verdict);
             k--) {
            struct explore_finding graver = result->findings[k];
            result->findings[k] = result->findings[k - 1];
            result->findings[k - 1] = graver;
        }
    result->verdict =
        result->finding_count > 0 ? result->findings[0].verdict : EXPLORE_CLEAN;
}

/* Threads that never get on in one schedule, and aren't known to in another that was cut off: the
 * second says nothing more. */
static void drop_unfinished(struct explore_result *result)
{
    int last = result->finding_count - 1;
    bool endless = result->verdict == EXPLORE_LIVELOCK || result->verdict == EXPLORE_HANG;
    for (; endless && last > 0 && result->findings[last].verdict == EXPLORE_INCONCLUSIVE;
         last--)
        cx_free(result->findings[last].cx);
    result->finding_count = last + 1;
}

static void take_reports(struct explore_result *result,
                         const struct program_evidence *evidence)
{
    for (uint32_t i = 0; i < evidence->report_count; i++) {
        const struct explore_report *report = &evidence->reports[i];
        if (report->verdict == EXPLORE_CLEAN)
            continue;
        struct explore_finding *finding = add_finding(result, report->verdict);
        expand_marks(result->info, report->message, finding->message,
                     sizeof finding->message);
        finding->report = report;
        finding->cx = cx_make(report, result->info);
        if (finding->cx && finding->cx->message[0])
            snprintf(finding->message, sizeof finding->message, "%s",
                     finding->cx->message);
    }
}

/* ---- coverage --------------------------------------------------------------------------------- */

/* "20,000". Returns text. */
static char *with_commas(uint64_t number, char text[32])
{
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%" PRIu64, number), used = 0;
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            text[used++] = ',';
        text[used++] = digits[i];
    }
    text[used] = '\0';
    return text;
}

static void add_text(struct explore_result *result, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static void add_text(struct explore_result *result, const char *format, ...)
{
    size_t used = strlen(result->coverage);
    va_list values;
    va_start(values, format);
    vsnprintf(result->coverage + used, sizeof result->coverage - used, format, values);
    va_end(values);
}

static void tell_exhausted(struct explore_result *result,
                           const struct explore_coverage *coverage)
{
    char count[32];
    if (coverage->threads <= 1)
        add_text(result, "The program starts no thread: it has one interleaving.");
    else if (coverage->interleavings == 1)
        add_text(result, "There is only one interleaving, and it was covered.");
    else
        add_text(result, "All %s interleavings were covered.",
                 with_commas(coverage->interleavings, count));
}

static void tell_bound(struct explore_result *result, int bound)
{
    if (bound == 0)
        add_text(result, "; all without a preemption were covered");
    else if (bound == 1)
        add_text(result, "; all with at most 1 preemption were covered");
    else if (bound > 1)
        add_text(result, "; all with at most %d preemptions were covered", bound);
}

static void tell_coverage(struct explore_result *result,
                          const struct explore_report *report)
{
    const struct explore_coverage *coverage = &report->coverage;
    char run[32], found[32];
    if (result->evidence->replay[0]) {
        if (result->verdict != EXPLORE_INCONCLUSIVE)
            add_text(result, "One schedule was replayed.");
        return;
    }
    with_commas(coverage->schedules, run);
    if (result->verdict == EXPLORE_CLEAN && coverage->exhausted) {
        tell_exhausted(result, coverage);
    } else if (result->verdict == EXPLORE_CLEAN) {
        add_text(result, "None found within %s schedule%s", run,
                 coverage->schedules == 1 ? "" : "s");
        tell_bound(result, coverage->preemption_bound);
        if (coverage->out_of_work)
            add_text(result, ". More would have been too much work: it ends at 50 "
                             "million accesses to memory and basic blocks");
        add_text(result, ".");
    } else {
        const struct explore_report *first = result->findings[0].report;
        add_text(result, "Found in schedule %s of %s.",
                 with_commas(first->schedule + 1, found), run);
    }
    if (result->verdict == EXPLORE_CLEAN && coverage->fair_only)
        add_text(result, " Loops that wait for a change were not run on while nothing "
                         "changed.");
}

/* What the program says of itself when it ends. */
static void tell_exit(struct explore_result *result,
                      const struct explore_coverage *coverage)
{
    bool told = result->verdict == EXPLORE_WRONG || result->evidence->replay[0];
    if (told || (coverage->exit_status == 0 && coverage->other_status <= 0))
        return;
    if (coverage->other_status == -1)
        add_text(result, " It always ends with exit status %d.", coverage->exit_status);
    else
        add_text(result, " It ends with exit status %d or %d: the schedule decides.",
                 coverage->exit_status, coverage->other_status);
}

/* ---- a run without a verdict ------------------------------------------------------------------ */

static void tell(struct explore_finding *finding, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static void tell(struct explore_finding *finding, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    vsnprintf(finding->message, sizeof finding->message, format, values);
    va_end(values);
}

/* The end of what the process printed, as a sentence of its own. */
static void add_output(struct explore_finding *finding, const char *output)
{
    size_t used = strlen(finding->message), length = strlen(output);
    while (length > 0 && output[length - 1] == '\n')
        length--;
    if (length > 0)
        snprintf(finding->message + used, sizeof finding->message - used,
                 " It printed: %.*s", (int)length, output);
}

static void tell_end(struct explore_result *result, const struct explore_run *run)
{
    struct explore_finding *finding = add_finding(result, EXPLORE_INCONCLUSIVE);
    switch (run->end) {
    case RUN_TOO_LONG:
        tell(finding, "The search took far longer than any should, and was ended; a "
                      "smaller --budget makes it shorter.");
        break;
    case RUN_TOO_LARGE:
        tell(finding, "The program and the record of its accesses took more than 4 GiB "
                      "of memory, and the search was ended.");
        break;
    case RUN_KILLED:
        tell(finding, "The search was ended by signal %d (%s) before a verdict%s.",
             run->status, strsignal(run->status),
             run->status == SIGKILL ? "; perhaps memory ran out" : "");
        break;
    case RUN_EXITED:
        tell(finding,
             "The program's process ended, with exit status %d, before a verdict.",
             run->status);
        break;
    default:
        tell(finding, "The executable can't be started here.");
    }
    add_output(finding, run->output);
}

/* ---- results ---------------------------------------------------------------------------------- */

void make_result(struct explore_result *result, const struct explore_run *run,
                 const struct built_program *program)
{
    const struct program_evidence *evidence = run->evidence;
    *result = (struct explore_result){.had_arguments = evidence->had_arguments != 0,
                                      .read_stdin = evidence->read_stdin != 0,
                                      .evidence = evidence};
    if (run->end != RUN_FINISHED) {
        tell_end(result, run);
    } else if (evidence->error != 0) {
        struct explore_finding *finding = add_finding(result, EXPLORE_INCONCLUSIVE);
        tell(finding, "The search could not be run: %s.", strerror(evidence->error));
    } else {
        result->info = debug_open(program->path, NULL);
        take_reports(result, evidence);
    }
    sort_findings(result);
    drop_unfinished(result);
    if (run->end == RUN_FINISHED && evidence->error == 0) {
        result->schedules = evidence->reports[0].coverage.schedules;
        result->had_arguments |=
            program->takes_arguments && evidence->reports[0].coverage.threads <= 1;
        tell_coverage(result, &evidence->reports[0]);
        tell_exit(result, &evidence->reports[0].coverage);
    }
}

void make_result_without_run(struct explore_result *result, enum explore_verdict verdict,
                             const char *message)
{
    *result = (struct explore_result){.verdict = verdict};
    tell(add_finding(result, verdict), "%s", message);
}

void release_result(struct explore_result *result)
{
    for (int i = 0; i < result->finding_count; i++)
        cx_free(result->findings[i].cx);
    result->finding_count = 0;
    debug_close(result->info);
    result->info = NULL;
}
