#define _GNU_SOURCE
#include "02_executors_rules.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define FAULTS_MOST 6 /* runs for one kind of call: the first calls of it, one a run */
#define FAULT_WORKERS                                                                    \
    3 /* in runs where a worker can't be started: the first, second, third */

const struct executor THREADS = {
    "run_threaded", "thread", "threads", "pthread_create", CALL_PTHREAD_CREATE, 0};
const struct executor PROCESSES = {"run_multiprocess", "child", "children", "fork",
                                   CALL_FORK,          1};

const struct evidence *run_executor(struct judgement *check, const struct executor *how,
                                    const char *scenario, const char *arguments, ...)
{
    char text[256];
    va_list values;
    va_start(values, arguments);
    vsnprintf(text, sizeof text, arguments, values);
    va_end(values);
    const struct evidence *seen =
        run_probe(check, scenario, "processes=%d %s", how->processes, text);
    if (!seen || !seen_int(seen, "child_returned"))
        return seen;
    fail(check, "a child process came back from %s, as if it were the caller",
         how->function);
    expected(check, "only the caller returns; a child ends itself");
    actual(check, "the code behind the call ran in a child as well");
    think(check,
          "Behind fork() there are two processes at the same line. Which call ends "
          "the child when its share is done, on each way out of its function?");
    return NULL;
}

static bool signals_as_before(struct judgement *check, const struct evidence *seen,
                              const char *what)
{
    if (!seen_int(seen, "left_signals"))
        return true;
    fail(check, "%s leaves the caller's signal settings changed", what);
    expected(check, "each signal's handler, and the signal mask, as they were");
    actual(check, "another handler (SIG_IGN is one), or another mask");
    think(check, "What a signal does belongs to the whole program. sigaction and "
                 "sigprocmask tell what was there before: who puts it back, on each way "
                 "out of the function?");
    return false;
}

bool all_released(struct judgement *check, const struct evidence *seen, const char *what)
{
    if (!nothing_left(check, seen, what) || !signals_as_before(check, seen, what))
        return false;
    if (seen_int(seen, "left_shared") <= 0)
        return true;
    fail(check, "%s leaves shared memory mapped", what);
    expected(check, "0 bytes");
    actual(check, "%lld bytes", (long long)seen_int(seen, "left_shared"));
    think(check, "What mmap gives, munmap takes back, on each way out of the function.");
    return false;
}

/* ---- results ----------------------------------------------------------------------- */

/* A number of entries that leaves a remainder when it is divided by the workers. */
static int uneven_count(struct judgement *check, int workers)
{
    return workers * random_int(check, 2, 3) + random_int(check, 1, workers - 1);
}

/* The place behind the last result is as the scenario filled it. */
static bool nothing_behind(struct judgement *check, const struct executor *how,
                           const struct evidence *seen, int count)
{
    JobResult untouched;
    memset(&untouched, 0xa5, sizeof untouched);
    if (memcmp(&seen->results[count], &untouched, sizeof untouched) == 0)
        return true;
    fail(check, "%s writes behind the last result", how->function);
    expected(check, "%d results for %d entries", count, count);
    actual(check, "results[%d] was written to as well", count);
    think(check, "The last index is count - 1. At which value of the index does each "
                 "worker's loop stop?");
    return false;
}

void judge_results(struct judgement *check, const struct executor *how)
{
    static const JobFunction jobs[] = {
        [JOB_PROCESS] = process_job, [JOB_LOOKUP] = lookup_job, [JOB_HASH] = hash_job};
    for (int job = JOB_PROCESS; job <= JOB_HASH; job++) {
        int workers = random_int(check, 3, 5), count = uneven_count(check, workers);
        const struct evidence *seen = run_executor(
            check, how, "run", "count=%d workers=%d job=%d lookup_us=300 slow_first=5000",
            count, workers, job);
        if (!seen || !succeeded(check, seen, "returned", how->function) ||
            !results_agree(check, seen, 0, jobs[job]) ||
            !nothing_behind(check, how, seen, count))
            return;
    }
    covered(check, "3 made-up catalogs: look-ups, checksums, and both");
}

static bool small_catalog(struct judgement *check, const struct executor *how, int count,
                          unsigned workers)
{
    char call[80];
    const struct evidence *seen = run_executor(
        check, how, "run", "count=%d workers=%u lookup_us=300", count, workers);
    snprintf(call, sizeof call, "%s with %d %s and %u %s", how->function, count,
             count == 1 ? "entry" : "entries", workers,
             workers == 1 ? how->worker : how->workers);
    return seen && succeeded(check, seen, "returned", call) &&
           results_agree(check, seen, 0, process_job);
}

void judge_second_call(struct judgement *check, const struct executor *how)
{
    char again[64];
    const struct evidence *seen =
        run_executor(check, how, "run_again", "count=5 workers=2 lookup_us=300");
    snprintf(again, sizeof again, "%s, called a second time,", how->function);
    if (seen && succeeded(check, seen, "first", how->function) &&
        succeeded(check, seen, "again", again))
        results_agree(check, seen, 0, process_job);
}

void judge_small_catalogs(struct judgement *check, const struct executor *how)
{
    if (!small_catalog(check, how, 1, 1) || !small_catalog(check, how, 4, 1) ||
        !small_catalog(check, how, 3, (unsigned)random_int(check, 6, 9)))
        return;
    const struct evidence *seen = run_executor(check, how, "nothing_to_do", "workers=2");
    if (seen)
        succeeded(check, seen, "returned", "a call with count 0 and no catalog");
}

/* ---- who does the work ------------------------------------------------------------- */

static bool each_done_once(struct judgement *check, const struct evidence *seen)
{
    struct made_catalog catalog = catalog_of_probe(check);
    for (size_t i = 0; i < catalog.count; i++) {
        unsigned times = jobs_begun(seen, catalog.entries[i].id, JOB_LOOKUP_BEGIN);
        if (times == 1)
            continue;
        fail(check, "the job was run %u times for catalog[%zu]", times, i);
        expected(check, "once for each entry");
        actual(check, "%u times", times);
        return false;
    }
    return true;
}

/* Threads: of this process, never the calling one. Children: never this process. */
static bool done_by_workers(struct judgement *check, const struct executor *how,
                            const struct evidence *seen)
{
    struct job_summary sum = job_summary(seen);
    if (how->processes) {
        if (!sum.in_probe_process)
            return true;
        fail(check, "the calling process runs jobs itself");
        expected(check, "every job in a child");
        actual(check, "jobs in the process that called run_multiprocess");
        think(check,
              "Between fork() and _exit() is the child's part. Does the parent come "
              "through there as well?");
        return false;
    }
    if (!sum.in_probe_thread && sum.processes == 1 && sum.in_probe_process)
        return true;
    fail(check, sum.in_probe_thread ? "the calling thread runs jobs itself"
                                    : "jobs run in other processes");
    expected(check, "every job on a thread that run_threaded started");
    actual(check,
           sum.in_probe_thread ? "jobs on the thread that called run_threaded"
                               : "jobs in %u processes",
           sum.processes);
    return false;
}

static bool shared_out(struct judgement *check, const struct executor *how, int count,
                       int workers)
{
    const struct evidence *seen = run_executor(
        check, how, "run", "count=%d workers=%d lookup_us=300", count, workers);
    return seen && done_by_workers(check, how, seen) && each_done_once(check, seen);
}

/* One worker, or one entry, is no reason for the caller to do it. */
void judge_sharing(struct judgement *check, const struct executor *how)
{
    int workers = random_int(check, 2, 4);
    if (shared_out(check, how, uneven_count(check, workers), workers) &&
        shared_out(check, how, 3, 1))
        shared_out(check, how, 1, 1);
}

/* ---- how many at once -------------------------------------------------------------- */

void judge_overlap(struct judgement *check, const struct executor *how,
                   enum job_event_kind kind)
{
    bool hashing = kind == JOB_HASH_BEGIN;
    int workers = random_int(check, 3, 5);
    for (int more = 0; more < 2; more++) {
        /* One entry more than workers: rounded shares leave somebody without work. */
        int count = workers + (more ? random_int(check, 2, 6) : 1);
        const struct evidence *seen = run_executor(
            check, how, "run", "count=%d workers=%d job=%d lookup_us=300 %s=%d", count,
            workers, hashing ? JOB_HASH : JOB_LOOKUP,
            hashing ? "meet_hashes" : "meet_lookups", workers);
        if (!seen)
            return;
        struct job_summary sum = job_summary(seen);
        if (!sum.met) {
            fail(check, "the %s never run all at the same time: some wait for others",
                 how->workers);
            expected(check, "%d %s under way together, for %d entries", workers,
                     hashing ? "checksums" : "look-ups", count);
            actual(check, "%u at most",
                   hashing ? sum.hashes_at_once : sum.lookups_at_once);
            return;
        }
    }
    if (!how->processes && !lookups_overlap(check, "run", workers, ""))
        return;
    covered(check, "all %d %s met inside their jobs%s", workers, how->workers,
            how->processes ? "" : "; in virtual time as long as the longest look-up");
}

/* Started, and at work at once. */
static bool within_limit(struct judgement *check, const struct executor *how, int count,
                         unsigned workers)
{
    int most = (unsigned)count < workers ? count : (int)workers;
    const struct evidence *seen = run_executor(
        check, how, "run", "count=%d workers=%u lookup_us=300", count, workers);
    if (!seen)
        return false;
    int started = (int)atomic_load(&seen->calls[how->start_call].count);
    int at_once = (int)job_summary(seen).jobs_at_once;
    if (started <= most && at_once <= most)
        return true;
    if (started > most)
        fail(check, "%d %s are started, more than the call allows", started,
             how->workers);
    else
        fail(check, "more jobs run at the same time than the call allows");
    expected(check, "at most %d, for %d entries and %u workers", most, count, workers);
    actual(check, "%d", started > most ? started : at_once);
    at_site(check, seen->calls[how->start_call].first_site);
    return false;
}

/* Last, for code that doesn't clamp would try to start all of them. */
static void judge_utmost(struct judgement *check, const struct executor *how)
{
    const struct evidence *seen =
        run_executor(check, how, "run", "count=2 workers=%u lookup_us=300", UINT_MAX);
    if (!seen || seen_int(seen, "returned_errno") == EINVAL || /* another check's */
        succeeded(check, seen, "returned", how->function))
        return;
    expected(check, "0, for 2 entries and %u workers: 2 will do", UINT_MAX);
    think(check,
          "How much memory do you ask for, when workers is the largest number that "
          "it can be? Only as many as there are entries are ever needed.");
}

void judge_limit(struct judgement *check, const struct executor *how)
{
    if (within_limit(check, how, random_int(check, 8, 12),
                     (unsigned)random_int(check, 2, 4)) &&
        within_limit(check, how, 2, (unsigned)random_int(check, 5, 9)) &&
        within_limit(check, how, 0, 3))
        judge_utmost(check, how);
}

/* ---- arguments --------------------------------------------------------------------- */

void judge_arguments(struct judgement *check, const struct executor *how)
{
    const struct evidence *seen =
        run_executor(check, how, "bad_arguments", "count=3 lookup_us=300");
    if (!seen ||
        !failed_with(check, seen, "no_job", EINVAL, how->function, "job is NULL") ||
        !failed_with(check, seen, "no_catalog", EINVAL, how->function,
                     "catalog is NULL and count isn't 0") ||
        !failed_with(check, seen, "no_results", EINVAL, how->function,
                     "results is NULL and count isn't 0"))
        return;
    seen = run_executor(check, how, "bad_arguments", "count=3 lookup_us=300 workers=0");
    if (!seen ||
        !failed_with(check, seen, "no_workers", EINVAL, how->function, "workers is 0"))
        return;
    if (job_summary(seen).lookups > 0)
        fail(check, "jobs were run although an argument was refused");
}

/* ---- failures ---------------------------------------------------------------------- */

static int some_errno(struct judgement *check)
{
    static const int errors[] = {ENOENT, EPROTO, EBADMSG, ENODATA, EACCES};
    return errors[random_int(check, 0, (int)(sizeof errors / sizeof errors[0]) - 1)];
}

static bool failed_and_released(struct judgement *check, const struct executor *how,
                                const struct evidence *seen, int error, const char *why)
{
    char what[160];
    snprintf(what, sizeof what, "%s, after a failure (%s),", how->function, why);
    return failed_with(check, seen, "returned", error, how->function, why) &&
           all_released(check, seen, what);
}

static bool one_fails(struct judgement *check, const struct executor *how, int count,
                      int index)
{
    int error = some_errno(check);
    const struct evidence *seen =
        run_executor(check, how, "run", "count=%d lookup_us=300 error=%d error_index=%d",
                     count, error, index);
    return seen && failed_and_released(check, how, seen, error, "one job failed");
}

/* The first one: its worker has entries left, which may go well. The last one: another worker's. */
void judge_failed_job(struct judgement *check, const struct executor *how)
{
    int count = random_int(check, 6, 8), error = some_errno(check);
    char again[96];
    if (!one_fails(check, how, count, 0) || !one_fails(check, how, count, count - 1))
        return;
    const struct evidence *seen =
        run_executor(check, how, "run", "count=6 lookup_us=300 error=%d again=1", error);
    if (!seen || !failed_and_released(check, how, seen, error, "every job failed"))
        return;
    snprintf(again, sizeof again, "%s, called again after a failure,", how->function);
    if (succeeded(check, seen, "again", again) &&
        results_agree(check, seen, 0, process_job))
        covered(check,
                "the first or the last job of %d failing, and each of 6; then none",
                count);
}

void judge_leftovers(struct judgement *check, const struct executor *how)
{
    const struct evidence *seen = run_executor(
        check, how, "run", "count=7 workers=%d lookup_us=300", random_int(check, 2, 4));
    if (seen)
        all_released(check, seen, how->function);
}

/* ---- injected faults --------------------------------------------------------------- */

/* How many runs a fault is worth: as many as there were such calls in a run without. */
static unsigned fault_runs(const struct executor *how, const struct evidence *clean,
                           const struct fault *fault)
{
    unsigned calls = atomic_load(&((struct evidence *)clean)->calls[fault->call].count);
    if (fault->call == how->start_call)
        return FAULT_WORKERS;
    return calls < FAULTS_MOST ? calls : FAULTS_MOST;
}

/* Makes the k-th call of the fault's kind fail. Returns the evidence; or NULL when there
 * was no such call, or the verdict is made already. */
static const struct evidence *run_with_fault(struct judgement *check,
                                             const struct executor *how,
                                             const struct fault *fault, unsigned k)
{
    const struct evidence *seen = run_executor(
        check, how, "run", "count=3 workers=%d lookup_us=300 %s=%u",
        fault->call == how->start_call ? FAULT_WORKERS : 2, fault->argument, k);
    if (!seen || atomic_load(&((struct evidence *)seen)->calls[fault->call].failed) == 0)
        return NULL;
    return seen;
}

/* What a fault must lead to. Fails the check and returns false when it doesn't. */
typedef bool fault_judge(struct judgement *check, const struct executor *how,
                         const struct evidence *seen, const struct fault *fault);

/* Runs and judges each fault at each of the executor's calls; counts the hits. */
static unsigned try_faults(struct judgement *check, const struct executor *how,
                           const struct fault *faults, int count, fault_judge *is_right)
{
    const struct evidence *clean =
        run_executor(check, how, "run", "count=3 workers=2 lookup_us=300");
    unsigned hits = 0;
    for (int i = 0; clean && i < count; i++) {
        unsigned runs = fault_runs(how, clean, &faults[i]);
        for (unsigned k = 1; k <= runs && !decided(check); k++) {
            const struct evidence *seen = run_with_fault(check, how, &faults[i], k);
            if (!seen)
                break;
            hits++;
            if (!is_right(check, how, seen, &faults[i]))
                at_site(check, seen->calls[faults[i].call].fail_site);
        }
    }
    return hits;
}

static bool is_reported(struct judgement *check, const struct executor *how,
                        const struct evidence *seen, const struct fault *fault)
{
    char why[64];
    bool other = fault->or_error && seen_int(seen, "returned_errno") == fault->or_error;
    int error = other ? fault->or_error : fault->error;
    snprintf(why, sizeof why, "%s failed", fault->name);
    return failed_and_released(check, how, seen, error, why);
}

void judge_faults(struct judgement *check, const struct executor *how,
                  const struct fault *faults, int count)
{
    unsigned hits = try_faults(check, how, faults, count, is_reported);
    if (hits == 0)
        covered(check, "no such call is made, so none can fail");
    else
        covered(check, "%u failing call%s, one a run", hits, hits == 1 ? "" : "s");
}

static bool is_survived(struct judgement *check, const struct executor *how,
                        const struct evidence *seen, const struct fault *fault)
{
    char call[96];
    snprintf(call, sizeof call, "%s, when a signal interrupts %s,", how->function,
             fault->name);
    return succeeded(check, seen, "returned", call) &&
           results_agree(check, seen, 0, process_job) && all_released(check, seen, call);
}

void judge_interruptions(struct judgement *check, const struct executor *how,
                         const struct fault *faults, int count)
{
    unsigned hits = try_faults(check, how, faults, count, is_survived);
    covered(check, "%u interrupted call%s, one a run", hits, hits == 1 ? "" : "s");
}
