/*
 * Checks of task 2: run_threaded, run_multiprocess and recommended_executor.
 *
 * What both executors promise is judged by 02_executors_rules.c.
 */
#include "executors.h"

#include <errno.h>

#include "02_executors_rules.h"

#define LENGTH(array) ((int)(sizeof(array) / sizeof(array)[0]))

/* ---- run_threaded ------------------------------------------------------------------ */

/* First, because whatever else racy code does is a matter of luck. */
CHECK(
    executors, threads_no_data_race, .kind = CHECK_RACE,
    .title =
        "threads: no data race: no two use the same memory at once, one of them writing",
    .function = "run_threaded",
    .help = "Which variables can two threads reach, the one that calls pthread_create "
            "included? Each is either written by nobody while threads run, or each "
            "thread has its own, or a lock guards it.")
{
    if (run_race(check, "run_untraced",
                 "count=11 workers=4 job=%d lookup_us=500 slow_first=2000", JOB_LOOKUP))
        covered(check, "4 threads with shares of different length");
}

CHECK(executors, threads_results_in_order, .kind = CHECK_CORRECTNESS,
      .title = "threads: every entry has its result, in the catalog's order",
      .function = "run_threaded", .needs = "threads_no_data_race",
      .help =
          "results[i] belongs to catalog[i], whichever thread computed it and whenever "
          "it was done. And has every thread ended before run_threaded returns?")
{
    judge_results(check, &THREADS);
}

CHECK(executors, threads_small_catalogs, .kind = CHECK_CORRECTNESS,
      .title = "threads: no entry, one entry, one worker, more workers than entries",
      .function = "run_threaded", .needs = "threads_results_in_order",
      .help = "What becomes of a thread whose share is empty? And with count 0 there is "
              "nothing to do, whatever the two pointers are.")
{
    judge_small_catalogs(check, &THREADS);
}

CHECK(executors, threads_second_call, .kind = CHECK_CORRECTNESS,
      .title = "threads: a second call does as well as the first",
      .function = "run_threaded", .needs = "threads_results_in_order",
      .help = "What is static, or global, still holds at the next call what the last one "
              "left in it. Does each call begin with state of its own?")
{
    judge_second_call(check, &THREADS);
}

CHECK(executors, threads_share_the_work, .kind = CHECK_CORRECTNESS,
      .title = "threads: each entry is done once, and never by the calling thread",
      .function = "run_threaded", .needs = "threads_results_in_order",
      .help = "Write down which of 7 entries threads 0, 1 and 2 take. Is each entry in "
              "exactly one share? The caller starts and joins; the jobs belong to "
              "the threads.")
{
    judge_sharing(check, &THREADS);
}

CHECK(executors, threads_overlap, .kind = CHECK_TIMING,
      .title = "threads: as many look-ups are under way together as there are workers",
      .function = "run_threaded", .needs = "threads_results_in_order",
      .help = "At what moment does each thread start, and at what moment does the caller "
              "wait for one? And does every worker get at least one entry when there are "
              "enough?")
{
    judge_overlap(check, &THREADS, JOB_LOOKUP_BEGIN);
}

CHECK(executors, threads_never_too_many, .kind = CHECK_CORRECTNESS,
      .title = "threads: never more than the call asks for, or than there are entries",
      .function = "run_threaded", .needs = "threads_results_in_order",
      .help = "How many threads do you start for 10 entries and 3 workers, and how many "
              "for 2 entries and 8 workers?")
{
    judge_limit(check, &THREADS);
}

CHECK(executors, threads_nothing_left, .kind = CHECK_ROBUSTNESS,
      .title = "threads: all are joined and all memory is freed when the call returns",
      .function = "run_threaded", .needs = "threads_share_the_work",
      .help = "Each pthread_create needs its pthread_join, each malloc its free. Which "
              "one goes without, and on which way out?")
{
    judge_leftovers(check, &THREADS);
}

CHECK(executors, threads_every_schedule, .kind = CHECK_RACE,
      .title = "threads: right in whatever order the threads run",
      .function = "run_threaded", .needs = "threads_nothing_left",
      .help = "Threads may start late, run at any pace and be interrupted at any call; "
              "and a condition wait may end without a signal. What in your code takes an "
              "order for granted?")
{
    run_explored(check, "run_explored", "count=3 lookup_us=300");
}

CHECK(executors, threads_bad_arguments, .kind = CHECK_ROBUSTNESS,
      .title = "threads: arguments that the contract refuses give EINVAL",
      .function = "run_threaded",
      .help = "executors.h lists what is refused with EINVAL. Do you look at the "
              "arguments before anything else is done?")
{
    judge_arguments(check, &THREADS);
}

CHECK(executors, threads_failed_job, .kind = CHECK_ROBUSTNESS,
      .title = "threads: a job that fails makes the call fail, with the job's errno",
      .function = "run_threaded", .needs = "threads_nothing_left",
      .help =
          "errno belongs to the thread in which the job failed. Where does that thread "
          "leave it, and when may the caller look there?")
{
    judge_failed_job(check, &THREADS);
}

CHECK(executors, threads_race_in_failure, .kind = CHECK_RACE,
      .title = "threads: no data race even when several jobs fail",
      .function = "run_threaded", .needs = "threads_failed_job",
      .help = "Two jobs may fail at the same moment. Where do their threads write that "
              "down, and who reads it before they have been joined?")
{
    if (run_race(check, "run_untraced", "count=9 workers=3 job=%d lookup_us=300 error=%d",
                 JOB_LOOKUP, EIO))
        covered(check, "3 threads, each job failing");
}

CHECK(executors, threads_failed_start, .kind = CHECK_ROBUSTNESS,
      .title = "threads: a thread that can't be started makes the call fail, cleanly",
      .function = "run_threaded", .needs = "threads_nothing_left",
      .help =
          "pthread_create returns its error and leaves errno alone. Which threads run "
          "at that moment, and who joins them?")
{
    static const struct fault faults[] = {
        {CALL_PTHREAD_CREATE, "fail_pthread_create", "pthread_create", EAGAIN, 0}};
    judge_faults(check, &THREADS, faults, LENGTH(faults));
}

CHECK(executors, threads_out_of_memory, .kind = CHECK_ROBUSTNESS,
      .title = "threads: when memory runs out the call fails with ENOMEM, cleanly",
      .function = "run_threaded", .needs = "threads_nothing_left",
      .help = "malloc returns NULL when it fails. What have you started or allocated by "
              "then, and who takes it back?")
{
    static const struct fault faults[] = {
        {CALL_MALLOC, "fail_malloc", "malloc", ENOMEM, 0}};
    judge_faults(check, &THREADS, faults, LENGTH(faults));
}

/* ---- run_multiprocess -------------------------------------------------------------- */

CHECK(executors, processes_results_in_order, .kind = CHECK_CORRECTNESS,
      .title = "processes: every entry has its result, in the catalog's order",
      .function = "run_multiprocess",
      .help =
          "A child works on a copy of your memory: what it writes into results, the "
          "parent never sees. How does each result come back, and how does the parent "
          "know where it belongs?")
{
    judge_results(check, &PROCESSES);
}

CHECK(executors, processes_small_catalogs, .kind = CHECK_CORRECTNESS,
      .title = "processes: no entry, one entry, one worker, more workers than entries",
      .function = "run_multiprocess", .needs = "processes_results_in_order",
      .help = "What becomes of a child whose share is empty? And with count 0 there is "
              "nothing to do, whatever the two pointers are.")
{
    judge_small_catalogs(check, &PROCESSES);
}

CHECK(executors, processes_second_call, .kind = CHECK_CORRECTNESS,
      .title = "processes: a second call does as well as the first",
      .function = "run_multiprocess", .needs = "processes_results_in_order",
      .help = "What is static, or global, still holds at the next call what the last one "
              "left in it. Does each call begin with state of its own?")
{
    judge_second_call(check, &PROCESSES);
}

CHECK(executors, processes_share_the_work, .kind = CHECK_CORRECTNESS,
      .title = "processes: each entry is done once, and never by the calling process",
      .function = "run_multiprocess", .needs = "processes_results_in_order",
      .help = "Write down which of 7 entries children 0, 1 and 2 take. Is each entry in "
              "exactly one share?")
{
    judge_sharing(check, &PROCESSES);
}

CHECK(executors, processes_overlap, .kind = CHECK_TIMING,
      .title = "processes: as many look-ups are under way together as there are workers",
      .function = "run_multiprocess", .needs = "processes_results_in_order",
      .help = "At what moment is each child forked, and at what moment does the parent "
              "wait for one, or read until its pipe ends? And does every child get at "
              "least one entry when there are enough?")
{
    judge_overlap(check, &PROCESSES, JOB_LOOKUP_BEGIN);
}

CHECK(executors, processes_hash_together, .kind = CHECK_TIMING,
      .title = "processes: as many checksums are under way together as there are workers",
      .function = "run_multiprocess", .needs = "processes_overlap",
      .help =
          "The engine's lock lets one thread of a process compute at a time. How many "
          "processes do the computing?")
{
    judge_overlap(check, &PROCESSES, JOB_HASH_BEGIN);
}

CHECK(executors, processes_never_too_many, .kind = CHECK_CORRECTNESS,
      .title = "processes: never more than the call asks for, or than there are entries",
      .function = "run_multiprocess", .needs = "processes_results_in_order",
      .help = "How many children do you fork for 10 entries and 3 workers, and how many "
              "for 2 entries and 8 workers?")
{
    judge_limit(check, &PROCESSES);
}

CHECK(executors, processes_nothing_left, .kind = CHECK_ROBUSTNESS,
      .title = "processes: no zombie, descriptor or memory is left by the call",
      .function = "run_multiprocess", .needs = "processes_share_the_work",
      .help = "Each fork needs its waitpid, each end of each pipe its close, each malloc "
              "its free, each mmap its munmap. Which one goes without?")
{
    judge_leftovers(check, &PROCESSES);
}

CHECK(executors, processes_wait_for_their_own, .kind = CHECK_ROBUSTNESS,
      .title = "processes: a child of the caller's own is left to the caller",
      .function = "run_multiprocess", .needs = "processes_nothing_left",
      .help = "wait(), and waitpid(-1), take any child that has ended, whoever forked "
              "it. Which "
              "children are yours, and how does waitpid name one?")
{
    const struct evidence *seen = run_executor(check, &PROCESSES, "run_beside_a_child",
                                               "count=4 workers=2 lookup_us=300");
    if (!seen)
        return;
    if (!seen_int(seen, "own_child_kept")) {
        fail(check,
             "run_multiprocess waits for a child that it didn't fork: the caller's own");
        expected(check, "only the children of this call are waited for");
        actual(check, "the caller's waitpid finds its child gone");
        at_site(check,
                atomic_load(&((struct evidence *)seen)->calls[CALL_WAITPID].first_site));
        return;
    }
    if (succeeded(check, seen, "returned", "run_multiprocess"))
        results_agree(check, seen, 0, process_job);
}

/* The fewest bytes for a result make this many fill a pipe twice. */
#define MORE_THAN_A_PIPE 4000

CHECK(executors, processes_large_results, .kind = CHECK_ROBUSTNESS,
      .title = "processes: more results than a pipe holds are no problem",
      .function = "run_multiprocess", .needs = "processes_results_in_order",
      .help =
          "A write to a full pipe waits until somebody reads. What does the parent do "
          "meanwhile: read, or wait for the child? And one read may bring less than "
          "was asked for.")
{
    const struct evidence *seen = run_executor(
        check, &PROCESSES, "run", "count=%d workers=1 job=%d lookup_us=0 hash_rounds=0",
        MORE_THAN_A_PIPE, JOB_HASH);
    if (seen && succeeded(check, seen, "returned", "run_multiprocess") &&
        results_agree(check, seen, 0, hash_job))
        covered(check, "%d results from one child", MORE_THAN_A_PIPE);
}

CHECK(
    executors, processes_child_ends_quietly, .kind = CHECK_CORRECTNESS,
    .title = "processes: what the caller printed before comes out once",
    .function = "run_multiprocess", .needs = "processes_results_in_order",
    .help =
        "fork copies stdio's buffers as well. Which way of ending a process writes them "
        "out, and which doesn't? Which one does your child take when a job has failed?")
{
    const struct evidence *seen = run_executor(check, &PROCESSES, "text_in_a_buffer",
                                               "count=4 workers=3 lookup_us=300");
    if (seen && seen_int(seen, "times_written") == 1)
        seen = run_probe(check, "text_in_a_buffer",
                         "processes=1 count=4 lookup_us=300 error=%d error_index=0", EIO);
    if (!seen || seen_int(seen, "times_written") == 1)
        return;
    fail(check, "a child writes out its copy of the text in stdio's buffers");
    expected(check, "text that was printed before the call comes out once");
    actual(check, "%lld times", (long long)seen_int(seen, "times_written"));
    at_site(check, seen->calls[CALL_EXIT].first_site);
}

CHECK(executors, processes_bad_arguments, .kind = CHECK_ROBUSTNESS,
      .title = "processes: arguments that the contract refuses give EINVAL",
      .function = "run_multiprocess",
      .help = "executors.h lists what is refused with EINVAL. Do you look at the "
              "arguments before anything else is done?")
{
    judge_arguments(check, &PROCESSES);
}

CHECK(executors, processes_failed_job, .kind = CHECK_ROBUSTNESS,
      .title = "processes: a job that fails makes the call fail, with the job's errno",
      .function = "run_multiprocess", .needs = "processes_nothing_left",
      .help =
          "errno was set in the child; the parent's is another one. What does the child "
          "send, and what does the parent still have to do when it has read that?")
{
    judge_failed_job(check, &PROCESSES);
}

CHECK(executors, processes_failure_amid_many, .kind = CHECK_ROBUSTNESS,
      .title = "processes: an early failure among thousands of results ends the call",
      .function = "run_multiprocess", .needs = "processes_large_results",
      .help =
          "One child has failed, the other still writes into a pipe that fills up. Who "
          "reads, or tells it that nobody will?")
{
    if (run_executor(check, &PROCESSES, "run_untraced",
                     "count=%d workers=2 job=%d lookup_us=0 hash_rounds=0 error=%d "
                     "error_index=0",
                     5 * MORE_THAN_A_PIPE, JOB_HASH, EIO))
        covered(check, "the first of %d jobs failing", 5 * MORE_THAN_A_PIPE);
}

CHECK(executors, processes_child_dies, .kind = CHECK_ROBUSTNESS,
      .title = "processes: a child that is killed midway is an error, not a hang",
      .function = "run_multiprocess", .needs = "processes_nothing_left",
      .help =
          "waitpid tells how each child ended: WIFEXITED, WIFSIGNALED (wait(2)). Whose "
          "results are missing?")
{
    int count = random_int(check, 6, 9), workers = random_int(check, 2, 4);
    for (int i = 0; i < count; i += count - 1) {
        const struct evidence *seen = run_executor(
            check, &PROCESSES, "run", "count=%d workers=%d lookup_us=300 kill_index=%d",
            count, workers, i);
        if (!seen ||
            !failed_with(check, seen, "returned", ECHILD, "run_multiprocess",
                         "a child was killed") ||
            !all_released(check, seen, "run_multiprocess, after a child was killed,"))
            return;
    }
    covered(check, "killed at the first entry, and at the last of %d", count);
}

CHECK(executors, processes_child_quits, .kind = CHECK_ROBUSTNESS,
      .title = "processes: a child that ends without its results is an error as well",
      .function = "run_multiprocess", .needs = "processes_child_dies",
      .help =
          "Here the library that a job calls ends the child with exit status 0. How does "
          "the parent find out that results are missing?")
{
    int count = random_int(check, 6, 9);
    const struct evidence *seen = run_executor(
        check, &PROCESSES, "run", "count=%d workers=3 lookup_us=300 quit_index=%d", count,
        random_int(check, 0, count - 1));
    if (seen && failed_with(check, seen, "returned", ECHILD, "run_multiprocess",
                            "a child ended with status 0 before it had done its share"))
        all_released(check, seen, "run_multiprocess, after a child ended early,");
}

CHECK(executors, processes_failed_fork, .kind = CHECK_ROBUSTNESS,
      .title = "processes: a fork that fails makes the call fail, cleanly",
      .function = "run_multiprocess", .needs = "processes_nothing_left",
      .help = "Which children run at that moment, which descriptors are open? They are "
              "waited for and closed on this way out as well, and errno survives that.")
{
    static const struct fault faults[] = {{CALL_FORK, "fail_fork", "fork", EAGAIN, 0}};
    judge_faults(check, &PROCESSES, faults, LENGTH(faults));
}

/* A malloc may fail in a child: then the parent may well see nothing but its death. */
CHECK(executors, processes_failed_resources, .kind = CHECK_ROBUSTNESS,
      .title = "processes: when pipe, mmap or malloc fails, the call fails, cleanly",
      .function = "run_multiprocess", .needs = "processes_nothing_left",
      .help =
          "What have you opened, allocated or forked before the call that fails? All of "
          "that is released on this way out, and errno survives it.")
{
    static const struct fault faults[] = {
        {CALL_PIPE, "fail_pipe", "pipe", EMFILE, 0},
        {CALL_MMAP, "fail_mmap", "mmap", ENOMEM, 0},
        {CALL_MALLOC, "fail_malloc", "malloc", ENOMEM, ECHILD}};
    judge_faults(check, &PROCESSES, faults, LENGTH(faults));
}

CHECK(executors, processes_interrupted, .kind = CHECK_ROBUSTNESS,
      .title = "processes: a signal that interrupts a call changes nothing",
      .function = "run_multiprocess", .needs = "processes_nothing_left",
      .help = "A call that a signal interrupts returns -1 with errno EINTR: nothing is "
              "wrong, it just has to be made again (signal(7)).")
{
    static const struct fault faults[] = {
        {CALL_READ, "fail_read", "read", EINTR, 0},
        {CALL_WRITE, "fail_write", "write", EINTR, 0},
        {CALL_WAITPID, "fail_waitpid", "waitpid", EINTR, 0},
        {CALL_POLL, "fail_poll", "poll", EINTR, 0}};
    judge_interruptions(check, &PROCESSES, faults, LENGTH(faults));
}

/* ---- recommended_executor ---------------------------------------------------------- */

static const char *executor_name(int64_t executor)
{
    switch (executor) {
    case EXECUTOR_UNDECIDED:
        return "EXECUTOR_UNDECIDED";
    case EXECUTOR_THREADS:
        return "EXECUTOR_THREADS";
    case EXECUTOR_PROCESSES:
        return "EXECUTOR_PROCESSES";
    default:
        return "a value that is no Executor";
    }
}

static bool recommends(struct judgement *check, const struct evidence *seen,
                       const char *key, Executor wanted)
{
    if (seen_int(seen, key) == wanted)
        return true;
    fail(check,
         "recommended_executor chooses what doesn't pay for work that is mostly %s", key);
    expected(check, "%s", executor_name(wanted));
    actual(check, "%s", executor_name(seen_int(seen, key)));
    return false;
}

CHECK(executors, rule_fits_the_work, .kind = CHECK_CORRECTNESS,
      .title = "the rule names the executor that pays, at the least cost",
      .function = "recommended_executor",
      .help =
          "Look at the table that `make run` prints: in which column do processes bring "
          "what threads can't? Where both bring it, which of them is cheaper?")
{
    const struct evidence *seen = run_probe(check, "recommend", "count=0");
    if (seen && recommends(check, seen, "waiting", EXECUTOR_THREADS))
        recommends(check, seen, "computing", EXECUTOR_PROCESSES);
}

CHECK(executors, no_rule_for_other_values, .kind = CHECK_ROBUSTNESS,
      .title = "for a value that is no kind of work there is no rule",
      .function = "recommended_executor", .needs = "rule_fits_the_work",
      .help = "In C an enum is a number, and any number can come in. What does your "
              "function return when none of its cases fits?")
{
    const struct evidence *seen =
        run_probe(check, "recommend_for_nothing", "value=%d", random_int(check, 3, 999));
    if (!seen || seen_int(seen, "answer") == EXECUTOR_UNDECIDED)
        return;
    fail(check, "recommended_executor has a rule for %lld, which is no WorkKind",
         (long long)seen_int(seen, "value"));
    expected(check, "EXECUTOR_UNDECIDED");
    actual(check, "%s", executor_name(seen_int(seen, "answer")));
}
