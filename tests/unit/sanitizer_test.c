/*
 * sanitizer_test.c - unit tests of reading ThreadSanitizer's reports, as gcc 12 writes
 * them: which lines are named, and that a machine where it can't run gives no verdict.
 * Link with validate/checks/{sanitizer,verdict,location,settings}.c,
 * validate/common/files.c, -lcjson and libbacktrace.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "verdict.h"

#define LINE "==================\n"
#define STACK_OF_CREATION                                                                \
    "  Thread T2 (tid=48, running) created by main thread at:\n"                         \
    "    #0 pthread_create tsan_interceptors_posix.cpp:1001 (libtsan.so.2+0x5e686)\n"    \
    "    #1 start_all /x/learner:sync.c:90 (probe.tsan+0x1433)\n\n"

static const char RACE[] = LINE
    "WARNING: ThreadSanitizer: data race (pid=33)\n"
    "  Read of size 8 at 0x5555555580a8 by thread T2 (mutexes: write M0):\n"
    "    #0 queue_get /x/learner:sync.c:11 (probe.tsan+0x12cd)\n"
    "    #1 work /x/learner:sync.c:70 (probe.tsan+0x12cd)\n\n"
    "  Previous write of size 8 at 0x5555555580a8 by thread T1:\n"
    "    #0 memset tsan_interceptors.cpp:77 (libtsan.so.2+0x558e1)\n"
    "    #1 counter_add /x/learner:sync.c:8 (probe.tsan+0x121a)\n\n"
    "  Location is global 'value' of size 8 at 0x5555555580a8 (probe.tsan+0x40a8)\n\n"
    "  Mutex M0 (0x5555555580c0) created at:\n"
    "    #0 pthread_mutex_lock sanitizer_common_interceptors.inc:4324 (libtsan+0x1)\n"
    "    #1 queue_get /x/learner:sync.c:10 (probe.tsan+0x12c1)\n\n" STACK_OF_CREATION
    "SUMMARY: ThreadSanitizer: data race /x/learner:sync.c:11 in queue_get\n" LINE
    "ThreadSanitizer: reported 1 warnings\n";

/* The lab reads what the learner's thread writes: only one access is the learner's. */
static const char RACE_WITH_THE_LAB[] = LINE
    "WARNING: ThreadSanitizer: data race (pid=33)\n"
    "  Write of size 4 at 0x7b0400000010 by thread T1:\n"
    "    #0 counter_add /x/learner:sync.c:8 (probe.tsan+0x121a)\n\n"
    "  Previous read of size 4 at 0x7b0400000010 by main thread:\n"
    "    #0 add validate/probe/scenarios/04_sync.c:31 (probe.tsan+0x12cd)\n"
    "    #1 main validate/probe/main.c:70 (probe.tsan+0x12cd)\n\n"
    "  Location is heap block of size 4 at 0x7b0400000010 allocated by main thread:\n"
    "    #0 malloc tsan_interceptors_posix.cpp:664 (libtsan.so.2+0x3a2b3)\n"
    "    #1 counter_create /x/learner:sync.c:50 (probe.tsan+0x11ff)\n\n" STACK_OF_CREATION
    "SUMMARY: ThreadSanitizer: data race /x/learner:sync.c:8 in counter_add\n" LINE;

static const char RACE_OUTSIDE[] =
    LINE "WARNING: ThreadSanitizer: data race (pid=33)\n"
         "  Write of size 4 at 0x7b0400000010 by thread T1:\n"
         "    #0 memcpy <null> (libtsan.so.2+0x5c8f0)\n\n"
         "  Previous write of size 4 at 0x7b0400000010 by thread T2:\n"
         "    #0 <null> <null> (libother.so+0x12cd)\n\n" STACK_OF_CREATION
         "SUMMARY: ThreadSanitizer: data race (libother.so+0x12cd) in memcpy\n" LINE;

static const char MISUSE[] = LINE
    "WARNING: ThreadSanitizer: unlock of an unlocked mutex (or by a wrong thread) "
    "(pid=33)\n"
    "    #0 pthread_mutex_unlock sanitizer_common_interceptors.inc:4338 (libtsan+0x1)\n"
    "    #1 counter_add /x/learner:sync.c:14 (probe.tsan+0x124c)\n\n"
    "SUMMARY: ThreadSanitizer: unlock of an unlocked mutex (or by a wrong thread)\n" LINE;

static const struct check CHECKED = {.suite = "sync", .name = "races"};
static struct judgement check;

/* Judges what a probe printed. Returns whether there was a report in it. */
static bool judge(const char *output)
{
    struct probe_outcome outcome = {.output = (char *)output,
                                    .output_bytes = strlen(output)};
    memset(&check, 0, sizeof check);
    check.check = &CHECKED;
    return judge_sanitizer_report(&check, &outcome);
}

Test(sanitizer, output_without_a_report_decides_nothing)
{
    static const char *const harmless[] = {"", "hello\n", "ThreadSanitizer: is fine\n",
                                           "WARNING: low battery\n"};
    for (size_t i = 0; i < sizeof harmless / sizeof harmless[0]; i++) {
        cr_assert_not(judge(harmless[i]));
        cr_assert_not(decided(&check));
    }
}

Test(sanitizer, a_race_names_both_lines_of_the_learner)
{
    cr_assert(judge(RACE));
    cr_assert_eq(check.status, VERDICT_FAIL);
    cr_assert_eq(strncmp(check.message, "data race: ", 11), 0);
    cr_assert_str_eq(check.actual, "read at sync.c:11; previous write at sync.c:8");
    cr_assert_str_eq(check.file, "sync.c");
    cr_assert_eq(check.line, 11);
}

Test(sanitizer, a_stack_that_is_no_access_is_not_taken_for_one)
{
    cr_assert(judge(RACE_WITH_THE_LAB));
    cr_assert_eq(check.status, VERDICT_FAIL);
    cr_assert_str_eq(check.actual, "write at sync.c:8; previous read outside your file");
    cr_assert_eq(check.line, 8);
}

Test(sanitizer, a_race_without_a_line_of_the_learner_still_fails)
{
    cr_assert(judge(RACE_OUTSIDE));
    cr_assert_eq(check.status, VERDICT_FAIL);
    cr_assert_str_eq(check.actual,
                     "write outside your file; previous write outside your file");
    cr_assert_eq(check.line, 0);
    cr_assert_str_empty(check.file);
}

Test(sanitizer, a_report_that_was_cut_off_fails_as_well)
{
    char part[sizeof RACE];
    size_t banner = strlen(LINE "WARNING: ThreadSanitizer: data race");
    for (size_t length = banner; length < sizeof RACE; length++) {
        memcpy(part, RACE, length);
        part[length] = '\0';
        cr_assert(judge(part));
        cr_assert_eq(check.status, VERDICT_FAIL);
    }
}

Test(sanitizer, another_finding_is_named_with_its_line)
{
    cr_assert(judge(MISUSE));
    cr_assert_eq(check.status, VERDICT_FAIL);
    cr_assert_eq(strncmp(check.message,
                         "ThreadSanitizer reports: unlock of an unlocked mutex", 52),
                 0, "%s", check.message);
    cr_assert_eq(check.line, 14);
}

Test(sanitizer, where_it_can_not_run_there_is_no_verdict)
{
    cr_assert(judge("FATAL: ThreadSanitizer: unexpected memory mapping "
                    "0x5581b0a28000-0x5581b0a29000\n"));
    cr_assert_eq(check.status, VERDICT_INCONCLUSIVE);
    cr_assert(strstr(check.message, "unexpected memory mapping"));
    cr_assert_null(strchr(check.message, '\n'), "the message has several lines");
}

/* The first report stands; those behind it are further findings of the same run. */
Test(sanitizer, the_first_of_two_reports_is_told)
{
    char both[sizeof RACE + sizeof MISUSE];
    snprintf(both, sizeof both, "%s%s", MISUSE, RACE);
    cr_assert(judge(both));
    cr_assert_eq(check.line, 14);
}

Test(sanitizer, an_earlier_verdict_stands)
{
    struct probe_outcome outcome = {.output = (char *)RACE, .output_bytes = sizeof RACE};
    memset(&check, 0, sizeof check);
    check.check = &CHECKED;
    decide(&check, VERDICT_SKIPPED, "first");
    judge_sanitizer_report(&check, &outcome);
    cr_assert_eq(check.status, VERDICT_SKIPPED);
    cr_assert_str_eq(check.message, "first");
}
