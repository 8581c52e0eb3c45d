/*
 * seen.c - reading evidence: observations, results, leftovers.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "verdict.h"

/* ---- observations ---------------------------------------------------------------------- */

static const struct observation *find(const struct evidence *seen, const char *key)
{
    for (uint32_t i = 0; i < seen->observations && i < EVIDENCE_ITEMS; i++)
        if (strcmp(seen->observed[i].key, key) == 0)
            return &seen->observed[i];
    return NULL;
}

/* A check and its scenario that don't agree are a mistake of the lab: Criterion reports the
 * abort, and the validator the missing verdict. */
static const struct observation *need(const struct evidence *seen, const char *key,
                                      int type)
{
    const struct observation *found = find(seen, key);
    if (!found || found->type != type) {
        fprintf(stderr, "checks: the scenario observed no such thing: %s\n", key);
        abort();
    }
    return found;
}

bool seen_any(const struct evidence *seen, const char *key)
{
    return find(seen, key) != NULL;
}

int64_t seen_int(const struct evidence *seen, const char *key)
{
    return need(seen, key, OBSERVED_INT)->number;
}

double seen_real(const struct evidence *seen, const char *key)
{
    return need(seen, key, OBSERVED_REAL)->real;
}

const char *seen_text(const struct evidence *seen, const char *key)
{
    return need(seen, key, OBSERVED_TEXT)->text;
}

const char *seen_document(const struct evidence *seen)
{
    return seen->document;
}

static int errno_of(const struct evidence *seen, const char *key)
{
    char errno_key[EVIDENCE_KEY];
    snprintf(errno_key, sizeof errno_key, "%s_errno", key);
    return (int)seen_int(seen, errno_key);
}

static void actual_answer(struct judgement *check, const struct evidence *seen,
                          const char *key)
{
    long long answer = seen_int(seen, key);
    int error = errno_of(seen, key);
    if (answer == -1)
        actual(check, "-1 with errno %s", error ? strerrorname_np(error) : "0 (not set)");
    else
        actual(check, "%lld", answer);
}

bool succeeded(struct judgement *check, const struct evidence *seen, const char *key,
               const char *function)
{
    if (seen_int(seen, key) == 0)
        return true;
    fail(check, "%s reports a failure although nothing failed", function);
    think(check, "It answers -1 only when something failed. Which of your comparisons "
                 "leads there, and is it the right way round?");
    expected(check, "0");
    actual_answer(check, seen, key);
    return false;
}

bool failed_with(struct judgement *check, const struct evidence *seen, const char *key,
                 int error, const char *function, const char *why)
{
    if (seen_int(seen, key) == -1 && errno_of(seen, key) == error)
        return true;
    if (seen_int(seen, key) == -1)
        fail(check, "%s fails as it should (%s), but with the wrong errno", function,
             why);
    else
        fail(check, "%s doesn't report a failure: %s", function, why);
    expected(check, "-1 with errno %s", strerrorname_np(error));
    actual_answer(check, seen, key);
    return false;
}

/* ---- results ------------------------------------------------------------------------------ */

/* The value of "key=" in the last probe's arguments. */
static unsigned argument(const struct judgement *j, const char *key, unsigned otherwise)
{
    size_t length = strlen(key);
    for (const char *at = j->probe_arguments; *at;
         at += strcspn(at, " "), at += *at == ' ')
        if (strncmp(at, key, length) == 0 && at[length] == '=')
            return (unsigned)strtoul(at + length + 1, NULL, 10);
    return otherwise;
}

struct made_catalog catalog_of_probe(struct judgement *check)
{
    size_t count = argument(check, "count", JOB_SET_COUNT);
    struct catalog_limits limits = {
        .lookup_us_most = argument(check, "lookup_us", JOB_SET_LOOKUP_US),
        .hash_rounds_most = argument(check, "hash_rounds", JOB_SET_HASH_ROUNDS)};
    if (!check->catalog) {
        check->catalog = calloc(count + 1, sizeof *check->catalog);
        if (!check->catalog)
            abort();
        make_catalog(check->probe_seed, limits, check->catalog, count);
    }
    return (struct made_catalog){check->catalog, count};
}

/* The same job without its wait: expected answers take no time. */
static JobResult answer_for(JobFunction job, const CatalogEntry *entry)
{
    CatalogEntry quick = *entry;
    JobResult result;
    quick.lookup_us = 0;
    memset(&result, 0, sizeof result);
    job(&quick, &result);
    return result;
}

static bool same_result(const JobResult *a, const JobResult *b)
{
    return a->entry_id == b->entry_id && a->checksum == b->checksum &&
           a->metadata.year == b->metadata.year &&
           strncmp(a->metadata.genre, b->metadata.genre, GENRE_SIZE) == 0;
}

static int index_of_id(struct made_catalog catalog, int id)
{
    for (size_t i = 0; i < catalog.count; i++)
        if (catalog.entries[i].id == id)
            return (int)i;
    return -1;
}

static void explain_difference(struct judgement *check, struct made_catalog catalog,
                               size_t i, const JobResult *got, const JobResult *want)
{
    int other = index_of_id(catalog, got->entry_id);
    bool untouched = (uint32_t)got->entry_id == 0xa5a5a5a5; /* make_job_set's pattern */
    if (got->entry_id == want->entry_id) {
        fail(check, "results[%zu] belongs to the right entry, but its contents are wrong",
             i);
        if (got->checksum != want->checksum)
            actual(check, "checksum %llx instead of %llx",
                   (unsigned long long)got->checksum, (unsigned long long)want->checksum);
        else
            actual(check, "year %d instead of %d, or another genre", got->metadata.year,
                   want->metadata.year);
    } else if (other >= 0) {
        fail(check, "results[%zu] holds the result of catalog[%d]", i, other);
        actual(check, "entry %d, which is catalog[%d]", got->entry_id, other);
    } else {
        fail(check,
             untouched ? "results[%zu] was never filled in"
                       : "results[%zu] holds something that is no result of this catalog",
             i);
        if (!untouched)
            actual(check, "entry id %d, which isn't in the catalog", got->entry_id);
    }
    expected(check, "results[%zu] for entry %d", i, want->entry_id);
}

bool results_agree(struct judgement *check, const struct evidence *seen, size_t first,
                   JobFunction job)
{
    struct made_catalog catalog = catalog_of_probe(check);
    for (size_t i = 0; i < catalog.count; i++) {
        JobResult want = answer_for(job, &catalog.entries[i]);
        const JobResult *got = &seen->results[(first + i) % EVIDENCE_RESULTS];
        if (same_result(got, &want))
            continue;
        explain_difference(check, catalog, i, got, &want);
        return false;
    }
    return true;
}

/* ---- leftovers ------------------------------------------------------------------------------ */

/* The number may be somebody else's by then: a descriptor is closed once, by whom it belongs to. */
static bool closes_are_good(struct judgement *check, const struct evidence *seen,
                            const char *what)
{
    uint32_t count = atomic_load(&((struct evidence *)seen)->bad_closes);
    if (count == 0)
        return true;
    fail(check, "%s closes a descriptor that isn't open any more", what);
    expected(check, "each descriptor closed once, by its owner");
    actual(check, "close() failed with EBADF %u time%s", count, count == 1 ? "" : "s");
    at_site(check, atomic_load(&((struct evidence *)seen)->bad_close_site));
    think(
        check,
        "Between the two closes its number can have become another descriptor, which is "
        "then closed under its owner. Who closes it first?");
    return false;
}

bool nothing_left(struct judgement *check, const struct evidence *seen, const char *what)
{
    const struct {
        const char *key, *name, *help;
    } kinds[] = {
        {"left_threads", "threads that were not joined",
         "Every thread that was started is joined. On which way out of the function "
         "isn't it?"},
        {"left_children", "child processes that were not waited for",
         "Every child that was forked needs its waitpid. On which way out of the "
         "function is there none?"},
        {"left_descriptors", "open descriptors",
         "Every descriptor that was opened needs its close. On which way out of the "
         "function is there none?"},
        {"left_blocks", "blocks of memory that were not freed",
         "Every block that was allocated needs its free. On which way out of the "
         "function is there none?"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        long long left = seen_int(seen, kinds[i].key);
        if (left <= 0)
            continue;
        fail(check, "%s leaves behind: %s", what, kinds[i].name);
        expected(check, "none");
        actual(check, i == 1 ? "at least %lld" : "%lld", left);
        think(check, "%s", kinds[i].help);
        return false;
    }
    return closes_are_good(check, seen, what);
}
