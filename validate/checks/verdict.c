#define _GNU_SOURCE
/*
 * verdict.c - setting a verdict: messages, expected, actual, location.
 */
#include "verdict.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "location.h"
#include "settings.h"

bool decided(const struct judgement *check)
{
    return check->status != VERDICT_PASS;
}

/* What the last probe printed, to be shown with the failure: cut, with a notice. */
static void keep_output(struct judgement *j)
{
    if (j->outcome_count == 0)
        return;
    const struct probe_outcome *last = &j->outcomes[j->outcome_count - 1];
    char *text = strdup(last->output);
    if (!text)
        return;
    drop_sanitizer_reports(text);
    size_t length = strlen(text);
    bool cut = length > OUTPUT_SHOWN || last->output_bytes > OUTPUT_KEPT;
    int shown = length > OUTPUT_SHOWN ? OUTPUT_SHOWN : (int)length;
    if (length > 0 && cut &&
        asprintf(&j->output, "%.*s\n[cut: %llu bytes in all, %d shown]", shown, text,
                 (unsigned long long)last->output_bytes, shown) < 0)
        j->output = NULL;
    if (length > 0 && !cut)
        j->output = strdup(text);
    free(text);
}

bool probes_printed(const struct judgement *check, const char *text)
{
    for (int i = 0; i < check->outcome_count; i++)
        if (strstr(check->outcomes[i].output, text))
            return true;
    return false;
}

static void set_verdict(struct judgement *j, enum verdict_status status,
                        const char *message, va_list values)
{
    if (decided(j))
        return;
    j->status = status;
    vsnprintf(j->message, sizeof j->message, message, values);
    if (status == VERDICT_FAIL || status == VERDICT_ERROR)
        keep_output(j);
}

void decide(struct judgement *check, enum verdict_status status, const char *message, ...)
{
    va_list values;
    va_start(values, message);
    set_verdict(check, status, message, values);
    va_end(values);
}

void fail(struct judgement *check, const char *message, ...)
{
    va_list values;
    va_start(values, message);
    set_verdict(check, VERDICT_FAIL, message, values);
    va_end(values);
}

/* The first description stands, as the first failure does. */
static void describe(char *where, const char *text, va_list values)
{
    if (where[0] == '\0')
        vsnprintf(where, VERDICT_TEXT, text, values);
}

void expected(struct judgement *check, const char *text, ...)
{
    va_list values;
    va_start(values, text);
    describe(check->expected, text, values);
    va_end(values);
}

void actual(struct judgement *check, const char *text, ...)
{
    va_list values;
    va_start(values, text);
    describe(check->actual, text, values);
    va_end(values);
}

void think(struct judgement *check, const char *text, ...)
{
    va_list values;
    va_start(values, text);
    describe(check->help, text, values);
    va_end(values);
}

void covered(struct judgement *check, const char *text, ...)
{
    va_list values;
    va_start(values, text);
    check->coverage[0] = '\0';
    describe(check->coverage, text, values);
    va_end(values);
}

struct rng *check_rng(struct judgement *check)
{
    return &check->rng;
}

int random_int(struct judgement *check, int low, int high)
{
    return (int)rng_range(&check->rng, low, high);
}

const char *probe_path(const struct judgement *check, const char *variant)
{
    static char path[PATH_MAX];
    make_path(path, "%s/%s/probe.%s", settings_probes(), check->check->suite,
              variant ? variant : "plain");
    return path;
}

/* A line is the learner's when its file was compiled from the task's stub; everything else in a
 * probe is the lab's or a library's. */
void at_site(struct judgement *check, uint64_t address)
{
    if (check->line == 0 && address != 0)
        find_learner_line(probe_path(check, check->variant), address, check->file,
                          sizeof check->file, &check->line);
}
