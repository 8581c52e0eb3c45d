/*
 * sanitizer.c - reads ThreadSanitizer's report: the second opinion on data races.
 *
 * A report looks like this (gcc 12; frames shortened):
 *
 *     WARNING: ThreadSanitizer: data race (pid=4711)
 *       Write of size 8 at 0x7b04 by thread T2 (mutexes: write M1):
 *         #0 counter_add /x/learner:sync.c:17 (probe.tsan+0x1)
 *       Previous read of size 8 at 0x7b04 by thread T1:
 *         #0 counter_add /x/learner:sync.c:17 (probe.tsan+0x1)
 *       Location is heap block ...
 *     SUMMARY: ThreadSanitizer: data race /x/sync.c:17 in counter_add
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "location.h"
#include "verdict.h"

#define BANNER       "WARNING: ThreadSanitizer: "
#define FATAL_BANNER "FATAL: ThreadSanitizer: "

/* One of the two accesses of a race. */
struct access {
    char what[32]; /* "write", "previous read", ... */
    char file[64]; /* the learner's file; "" when no frame of it is the learner's */
    int line;
    bool by_caller; /* made by the main thread, which called the learner's function */
};

/* From a line like "    #1 name /x/learner:sync.c:17 (...)": file and line. */
static bool parse_frame(const char *text, size_t length, struct access *access)
{
    const char *prefix = memmem(text, length, LEARNER_PREFIX, strlen(LEARNER_PREFIX));
    if (!prefix)
        return false;
    return sscanf(prefix + strlen(LEARNER_PREFIX), "%63[^: \n]:%d", access->file,
                  &access->line) == 2;
}

/* From a line like "  Write of size 8 at ...": the words before " of size". */
static bool parse_access(const char *text, size_t length, struct access *access)
{
    const char *of_size = memmem(text, length, " of size ", 9);
    if (!of_size)
        return false;
    while (isspace((unsigned char)*text))
        text++;
    snprintf(access->what, sizeof access->what, "%.*s", (int)(of_size - text), text);
    access->what[0] = (char)tolower((unsigned char)access->what[0]);
    access->by_caller = memmem(text, length, "by main thread", 14) != NULL;
    return true;
}

/* Collects the two accesses of the report that starts at `report`: each is a line and the
 * stack below it, up to an empty line. The stacks behind "Location is" and "Thread T1
 * created" belong to no access. */
static void parse_accesses(const char *report, struct access accesses[2])
{
    int count = 0;
    bool in_stack = false;
    memset(accesses, 0, 2 * sizeof *accesses);
    for (const char *line = report; *line && strncmp(line, "SUMMARY:", 8) != 0;) {
        size_t length = strcspn(line, "\n");
        if (length == 0)
            in_stack = false;
        else if (count < 2 && parse_access(line, length, &accesses[count])) {
            count++;
            in_stack = true;
        } else if (in_stack && accesses[count - 1].line == 0)
            parse_frame(line, length, &accesses[count - 1]);
        line += length + (line[length] == '\n');
    }
}

static void describe_access(const struct access *access, char *text, size_t size)
{
    if (access->line)
        snprintf(text, size, "%s at %s:%d", access->what, access->file, access->line);
    else
        snprintf(text, size, "%s outside your file",
                 access->what[0] ? access->what : "access");
}

static void judge_race(struct judgement *check, const char *report)
{
    struct access accesses[2];
    char first[128], second[128];
    parse_accesses(report, accesses);
    describe_access(&accesses[0], first, sizeof first);
    describe_access(&accesses[1], second, sizeof second);
    if (accesses[0].by_caller || accesses[1].by_caller) {
        fail(check, "data race: the calling thread touches memory that a thread it "
                    "started may still be using");
        expected(check, "that thread joined before, or one lock around both accesses");
    } else {
        fail(check,
             "data race: two threads touch the same memory at the same time, and at "
             "least one of them writes");
        expected(check,
                 "one lock around both accesses, or memory of its own for each thread");
    }
    actual(check, "%s; %s", first, second);
    const struct access *named = accesses[0].line ? &accesses[0] : &accesses[1];
    if (check->line == 0 && named->line) {
        snprintf(check->file, sizeof check->file, "%s", named->file);
        check->line = named->line;
    }
}

/* ThreadSanitizer gives up at some mistakes, with a line of its own and no report. */
static bool judge_surrender(struct judgement *check, const struct probe_outcome *outcome)
{
    const char *said = strstr(outcome->output, "ThreadSanitizer: ");
    if (!said || outcome->end == PROBE_FINISHED)
        return false;
    if (strstr(said, "dup thread") || strstr(said, "CHECK failed")) {
        fail(
            check,
            "pthread_join or pthread_detach is called on something that is no thread, or "
            "not any more");
        expected(check, "each thread that pthread_create answered 0 for, joined once");
        actual(check, "ThreadSanitizer gave up there");
        think(
            check,
            "How many threads were started when you come to the join, and does the loop "
            "end there?");
    } else {
        fail(check, "ThreadSanitizer gave up: %.*s", (int)strcspn(said, "\n"), said);
    }
    return true;
}

bool judge_sanitizer_report(struct judgement *check, const struct probe_outcome *outcome)
{
    const char *fatal = strstr(outcome->output, FATAL_BANNER);
    if (fatal) {
        const char *why = fatal + strlen(FATAL_BANNER);
        decide(check, VERDICT_INCONCLUSIVE,
               "ThreadSanitizer can't run on this machine: %.*s. This check is not "
               "available here",
               (int)strcspn(why, "\n"), why);
        return true;
    }
    const char *report = strstr(outcome->output, BANNER);
    if (!report)
        return judge_surrender(check, outcome);
    const char *kind = report + strlen(BANNER);
    if (strncmp(kind, "data race", 9) == 0 ||
        strncmp(kind, "heap-use-after-free", 19) == 0) {
        judge_race(check, report);
    } else {
        struct access access = {.line = 0};
        fail(check, "ThreadSanitizer reports: %.*s", (int)strcspn(kind, "(\n"), kind);
        for (const char *at = report; access.line == 0 && (at = strstr(at, " #"));
             at += 2)
            parse_frame(at, strcspn(at, "\n"), &access);
        if (access.line && check->line == 0) {
            snprintf(check->file, sizeof check->file, "%s", access.file);
            check->line = access.line;
        }
    }
    return true;
}

void drop_sanitizer_reports(char *text)
{
    char *to = text;
    bool inside = false;
    for (char *line = text; *line;) {
        size_t length = strcspn(line, "\n"), whole = length + (line[length] == '\n');
        bool border = length >= 18 && strncmp(line, "==================", 18) == 0;
        inside ^= border;
        if (!inside && !border && !memmem(line, length, "ThreadSanitizer: ", 17)) {
            memmove(to, line, whole);
            to += whole;
        }
        line += whole;
    }
    *to = '\0';
}
