/*
 * Scenarios of task 6, second half: summarize_catalog in ai_snippet.c.
 */
#include "ai_snippet.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "interpose.h"
#include "scenario.h"

#define GUARDS 8 /* entries behind the catalog, which nobody may look up */

/* A catalog of `count` entries with guards behind it. */
static struct job_set make_guarded_set(void)
{
    struct job_set set = make_job_set();
    CatalogEntry *entries = calloc(set.count + GUARDS, sizeof *entries);
    if (!entries) {
        fprintf(stderr, "probe: no memory for a catalog\n");
        _exit(3);
    }
    memcpy(entries, set.catalog, set.count * sizeof *entries);
    for (size_t i = set.count; i < set.count + GUARDS; i++) {
        entries[i].id = -1 - (int)(i - set.count);
        snprintf(entries[i].title, sizeof entries[i].title, "not in the catalog");
    }
    free(set.catalog);
    set.catalog = entries;
    return set;
}

static int by_size(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

/* Makes the look-ups of `fail_most` entries fail, those with the greatest ids: ids are in no
 * order, so that they stand anywhere. */
static void order_failing_lookups(const struct job_set *set)
{
    size_t most = (size_t)arg_int("fail_most", 0);
    int ids[64];
    if (most == 0 || most > set->count || set->count > 64)
        return;
    for (size_t i = 0; i < set->count; i++)
        ids[i] = set->catalog[i].id;
    qsort(ids, set->count, sizeof ids[0], by_size);
    evidence()->trace.fail_from_id = ids[set->count - most];
}

static void observe_summary(const CatalogSummary *summary)
{
    observe_int("found", (int64_t)summary->found);
    observe_int("failed", (int64_t)summary->failed);
    observe_int("oldest", summary->oldest_year);
    observe_int("newest", summary->newest_year);
    observe_int("total", summary->year_total);
}

static const CatalogSummary OLD_SUMMARY = {77, 78, 79, 80, 81}; /* of an earlier use */

SCENARIO(summarize)
{
    struct job_set set = make_guarded_set();
    CatalogSummary summary = OLD_SUMMARY;
    trace_jobs(&set);
    order_failing_lookups(&set);
    struct stock before = take_stock();
    int answer =
        OBSERVE_CALL("returned", summarize_catalog,
                     (set.catalog, set.count, (unsigned)arg_int("workers", 2), &summary));
    observe_leftovers(before);
    if (answer == -1 && arg_int("again", 0))
        OBSERVE_CALL("again", summarize_catalog,
                     (set.catalog, set.count, (unsigned)arg_int("workers", 2), &summary));
    observe_summary(&summary);
}

SCENARIO(summarize_bad_arguments)
{
    struct job_set set = make_guarded_set();
    CatalogSummary summary = OLD_SUMMARY;
    trace_jobs(&set);
    OBSERVE_CALL("no_workers", summarize_catalog, (set.catalog, set.count, 0, &summary));
    OBSERVE_CALL("no_summary", summarize_catalog, (set.catalog, set.count, 2, NULL));
    OBSERVE_CALL("no_catalog", summarize_catalog, (NULL, 1, 2, &summary));
    OBSERVE_CALL("nothing_to_do", summarize_catalog, (NULL, 0, 2, &summary));
    observe_summary(&summary);
}

/* What one schedule works on. */
struct trial {
    struct job_set set;
    unsigned workers;
    CatalogSummary summary;
    int answer;
    int error;
    uint32_t failed_before; /* calls of pthread_create that failed in earlier schedules */
};

/* As soon as a schedule starts, what was recorded of the one before is forgotten. */
static void summarize_once(void *argument)
{
    struct trial *trial = argument;
    evidence()->trace.count = 0;
    fail_call_from_now(CALL_PTHREAD_CREATE, (uint32_t)arg_int("fail_thread", 0));
    trial->failed_before = evidence()->calls[CALL_PTHREAD_CREATE].failed;
    trial->summary = OLD_SUMMARY;
    errno = 0;
    trial->answer = summarize_catalog(trial->set.catalog, trial->set.count,
                                      trial->workers, &trial->summary);
    trial->error = errno;
}

static unsigned lookups_begun(int id)
{
    const struct job_trace *trace = &evidence()->trace;
    unsigned begun = 0;
    for (uint32_t i = 0; i < trace->count && i < JOB_TRACE_CAPACITY; i++)
        begun +=
            trace->events[i].kind == JOB_LOOKUP_BEGIN && trace->events[i].entry_id == id;
    return begun;
}

/* Texts for the explorer's report must outlive the schedule. */
static char complaint[200];

static const char *complain_about_lookups(const struct trial *trial)
{
    size_t count = trial->set.count;
    for (size_t i = 0; i < count + GUARDS; i++) {
        unsigned begun = lookups_begun(trial->set.catalog[i].id);
        if (begun == (i < count))
            continue;
        if (i >= count)
            snprintf(complaint, sizeof complaint,
                     "catalog[%zu] was looked up, although the catalog has %zu entries",
                     i, count);
        else
            snprintf(complaint, sizeof complaint, "catalog[%zu] was looked up %u times",
                     i, begun);
        return complaint;
    }
    return NULL;
}

static CatalogSummary right_summary(const struct trial *trial)
{
    CatalogSummary right = {0};
    for (size_t i = 0; i < trial->set.count; i++) {
        CatalogEntry quick = trial->set.catalog[i];
        Metadata metadata;
        quick.lookup_us = 0;
        if (io_fetch(&quick, &metadata) != 0) {
            right.failed++;
            continue;
        }
        if (right.found == 0 || metadata.year < right.oldest_year)
            right.oldest_year = metadata.year;
        if (right.found == 0 || metadata.year > right.newest_year)
            right.newest_year = metadata.year;
        right.year_total += metadata.year;
        right.found++;
    }
    return right;
}

static const char *complain_about_summary(const struct trial *trial, size_t fields_most)
{
    CatalogSummary right = right_summary(trial);
    const CatalogSummary *got = &trial->summary;
    const struct {
        const char *name;
        long got, right;
    } fields[] = {
        {"found", (long)got->found, (long)right.found},
        {"failed", (long)got->failed, (long)right.failed},
        {"year_total", got->year_total, right.year_total},
        {"oldest_year", got->oldest_year, right.oldest_year},
        {"newest_year", got->newest_year, right.newest_year},
    };
    for (size_t i = 0; i < fields_most; i++) {
        if (fields[i].got == fields[i].right)
            continue;
        snprintf(complaint, sizeof complaint, "%s is %ld, and should be %ld",
                 fields[i].name, fields[i].got, fields[i].right);
        return complaint;
    }
    return NULL;
}

static const char *judge_lookups(void *argument)
{
    const struct trial *trial = argument;
    if (trial->answer != 0)
        return "summarize_catalog reports a failure although nothing failed";
    return complain_about_lookups(trial);
}

/* The numbers of found and failed look-ups alone. */
static const char *judge_numbers(void *argument)
{
    const struct trial *trial = argument;
    if (trial->answer != 0)
        return "summarize_catalog fails, although the rest should go on";
    return complain_about_summary(trial, 2);
}

static const char *judge_summary(void *argument)
{
    const struct trial *trial = argument;
    if (trial->answer != 0)
        return "summarize_catalog reports a failure although nothing failed";
    return complain_about_summary(trial, 5);
}

static const char *judge_failure(void *argument)
{
    const struct trial *trial = argument;
    if (evidence()->calls[CALL_PTHREAD_CREATE].failed == trial->failed_before)
        return NULL; /* so many threads weren't asked for */
    if (trial->answer != -1)
        return "summarize_catalog reports success, although pthread_create failed";
    return trial->error == EAGAIN ? NULL : "errno isn't what pthread_create returned";
}

static void explore_summarize(const char *(*judge)(void *argument))
{
    struct trial trial = {.set = make_guarded_set(),
                          .workers = (unsigned)arg_int("workers", 2)};
    trace_jobs(&trial.set);
    order_failing_lookups(&trial.set);
    explore_and_observe(summarize_once, &trial, judge);
}

SCENARIO(explore_lookups)
{
    explore_summarize(judge_lookups);
}

SCENARIO(explore_totals)
{
    explore_summarize(judge_summary);
}

SCENARIO(explore_numbers)
{
    explore_summarize(judge_numbers);
}

SCENARIO(explore_failed_thread)
{
    explore_summarize(judge_failure);
}
