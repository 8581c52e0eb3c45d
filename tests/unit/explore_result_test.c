/*
 * explore_result_test.c - unit tests of what `lab explore` makes of a run: how it is started and
 * ended, the gravest finding, coverage in words. Link with validate/cli/explore_{result,run}.c and
 * validate/counterexample.
 */
#define _GNU_SOURCE
#include "explore_result.h"

#include <signal.h>

#include "scratch.h"

TestSuite(explore_result, .init = scratch_open, .fini = scratch_close);

static struct program_evidence evidence;
static struct explore_result result;
static struct built_program program = {.path = "/nowhere/program"};

/* A finished run with the verdicts, of which the last one is EXPLORE_CLEAN. */
static void make_of(const enum explore_verdict *verdicts)
{
    struct explore_run run = {.evidence = &evidence, .end = RUN_FINISHED};
    unsigned count = 0;
    for (; verdicts[count] != EXPLORE_CLEAN; count++)
        evidence.reports[count].verdict = verdicts[count];
    evidence.report_count = count > 0 ? count : 1;
    make_result(&result, &run, &program);
}

#define MAKE_OF(...)                                                                     \
    make_of((enum explore_verdict[]){__VA_ARGS__ __VA_OPT__(, ) EXPLORE_CLEAN})

static struct explore_coverage *coverage(void)
{
    return &evidence.reports[0].coverage;
}

/* ---- findings ------------------------------------------------------------------------------- */

Test(explore_result, without_a_finding_it_is_clean)
{
    MAKE_OF();
    cr_assert_eq(result.verdict, EXPLORE_CLEAN);
    cr_assert_eq(result.finding_count, 0);
    release_result(&result);
}

Test(explore_result, the_gravest_finding_is_the_verdict)
{
    MAKE_OF(EXPLORE_UNJOINED, EXPLORE_RACE, EXPLORE_CRASH, EXPLORE_DEADLOCK);
    cr_assert_eq(result.verdict, EXPLORE_CRASH);
    cr_assert_eq(result.finding_count, 4);
    cr_assert_eq(result.findings[1].verdict, EXPLORE_DEADLOCK);
    cr_assert_eq(result.findings[2].verdict, EXPLORE_RACE);
    cr_assert_eq(result.findings[3].verdict, EXPLORE_UNJOINED);
    release_result(&result);
}

Test(explore_result, findings_of_one_verdict_keep_their_order)
{
    snprintf(evidence.reports[1].message, sizeof evidence.reports[1].message, "first");
    snprintf(evidence.reports[2].message, sizeof evidence.reports[2].message, "second");
    MAKE_OF(EXPLORE_MISUSE, EXPLORE_RACE, EXPLORE_RACE);
    cr_assert_str_eq(result.findings[0].message, "first");
    cr_assert_str_eq(result.findings[1].message, "second");
    release_result(&result);
}

Test(explore_result, a_bug_is_graver_than_what_is_not_supported)
{
    MAKE_OF(EXPLORE_UNSUPPORTED, EXPLORE_INCONCLUSIVE, EXPLORE_RACE);
    cr_assert_eq(result.verdict, EXPLORE_RACE);
    cr_assert(verdict_words(result.verdict)->bug);
    cr_assert_not(verdict_words(result.findings[1].verdict)->bug);
    release_result(&result);
}

/* ---- coverage ------------------------------------------------------------------------------- */

Test(explore_result, all_interleavings_are_counted)
{
    *coverage() = (struct explore_coverage){
        .exhausted = true, .interleavings = 12345, .schedules = 20000, .threads = 3};
    MAKE_OF();
    cr_assert_str_eq(result.coverage, "All 12,345 interleavings were covered.");
    cr_assert_eq(result.schedules, 20000);
}

Test(explore_result, what_was_not_exhausted_says_how_far_it_went)
{
    *coverage() = (struct explore_coverage){
        .schedules = 20000, .preemption_bound = 1, .threads = 3};
    MAKE_OF();
    cr_assert_str_eq(result.coverage, "None found within 20,000 schedules; all with at "
                                      "most 1 preemption were covered.");
}

Test(explore_result, without_a_bound_none_is_claimed)
{
    *coverage() =
        (struct explore_coverage){.schedules = 1, .preemption_bound = -1, .threads = 3};
    MAKE_OF();
    cr_assert_str_eq(result.coverage, "None found within 1 schedule.");
}

Test(explore_result, a_program_with_one_thread_is_told_so)
{
    *coverage() = (struct explore_coverage){
        .exhausted = true, .interleavings = 1, .schedules = 1, .threads = 1};
    program.takes_arguments = true;
    MAKE_OF();
    assert_has(result.coverage, "starts no thread");
    cr_assert(result.had_arguments);
}

Test(explore_result, a_bug_tells_where_it_was_found)
{
    evidence.reports[0].schedule = 999;
    *coverage() = (struct explore_coverage){.schedules = 1500, .threads = 2};
    MAKE_OF(EXPLORE_RACE);
    cr_assert_str_eq(result.coverage, "Found in schedule 1,000 of 1,500.");
    release_result(&result);
}

/* ---- runs ----------------------------------------------------------------------------------- */

static struct explore_run run;

/* Runs a script in the place of a program. */
static void run_script(const char *text)
{
    struct explore_command command = {.seed = 7, .budget = 100};
    put_file("program", text);
    cr_assert_eq(chmod("program", 0755), 0);
    make_path(program.path, "%s/program", scratch);
    program.identity = 11;
    cr_assert_eq(run_explored(&program, &command, &run), 0);
}

Test(explore_result, a_process_that_ends_early_gives_no_verdict)
{
    run_script("#!/bin/sh\necho no such library\nexit 127\n");
    cr_assert_eq(run.end, RUN_EXITED);
    cr_assert_eq(run.status, 127);
    cr_assert_str_eq(run.output, "no such library\n");
    make_result(&result, &run, &program);
    cr_assert_eq(result.verdict, EXPLORE_INCONCLUSIVE);
    assert_has(result.findings[0].message, "exit status 127");
    assert_has(result.findings[0].message, "no such library");
    release_result(&result);
    release_run(&run);
}

/* Nobody believes an exit status: only complete evidence counts. */
Test(explore_result, a_process_that_claims_success_gives_no_verdict)
{
    run_script("#!/bin/sh\nexit 0\n");
    cr_assert_eq(run.end, RUN_EXITED);
    release_run(&run);
}

Test(explore_result, a_process_that_is_killed_gives_no_verdict)
{
    run_script("#!/bin/sh\nkill -SEGV $$\n");
    cr_assert_eq(run.end, RUN_KILLED);
    cr_assert_eq(run.status, SIGSEGV);
    make_result(&result, &run, &program);
    cr_assert_eq(result.verdict, EXPLORE_INCONCLUSIVE);
    assert_has(result.findings[0].message, "signal 11");
    release_result(&result);
    release_run(&run);
}

Test(explore_result, what_cannot_be_started_is_told)
{
    struct explore_command command = {0};
    cr_assert_eq(run_explored(&program, &command, &run), 0);
    cr_assert_eq(run.end, RUN_NOT_STARTED);
    release_run(&run);
}

Test(explore_result, the_program_reads_nothing_and_inherits_nothing)
{
    setenv("SECRET", "of the caller", 1);
    run_script("#!/bin/sh\nread line || echo end; echo \"$SECRET.\"; echo \"$1\"\n");
    cr_assert_str_eq(run.output, "end\n.\n3\n");
    release_run(&run);
}

Test(explore_result, the_orders_are_in_the_evidence)
{
    run_script("#!/bin/sh\n");
    cr_assert_eq(run.evidence->version, PROGRAM_VERSION);
    cr_assert_eq(run.evidence->seed, 7);
    cr_assert_eq(run.evidence->budget, 100);
    cr_assert_eq(run.evidence->identity, 11);
    cr_assert_str_eq(run.evidence->replay, "");
    release_run(&run);
}

/* What a program wrote over its evidence leads nobody astray. */
Test(explore_result, counts_beyond_their_arrays_are_cut)
{
    put_file("ruin.c",
             "#include <stdlib.h>\n#include <string.h>\n#include <sys/mman.h>\n"
             "int main(void) { void *all = mmap(0, SIZE, PROT_WRITE, MAP_SHARED, "
             "3, 0); memset(all, 1, SIZE); return 0; }\n");
    char line[256];
    struct explore_command command = {0};
    snprintf(line, sizeof line, "gcc -DSIZE=%zu ruin.c -o ruin", sizeof evidence);
    cr_assert_eq(system(line), 0);
    make_path(program.path, "%s/ruin", scratch);
    cr_assert_eq(run_explored(&program, &command, &run), 0);
    cr_assert_eq(run.end, RUN_FINISHED);
    cr_assert_eq(run.evidence->report_count, EXPLORE_MAX_FINDINGS);
    cr_assert_leq(run.evidence->reports[15].step_count, EXPLORE_MAX_STEPS);
    cr_assert_leq(run.evidence->reports[15].involved_count, EXPLORE_MAX_INVOLVED);
    cr_assert_lt(strlen(run.evidence->reports[0].message), EXPLORE_MESSAGE_SIZE);
    run.evidence->error = 0;
    make_result(&result, &run, &program);
    cr_assert_eq(result.verdict, EXPLORE_INCONCLUSIVE);
    release_result(&result);
    release_run(&run);
}
