/*
 * Scenarios of task 4: workers and one collector.
 */
#define _GNU_SOURCE
#include "sync.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "04_sync.h"
#include "interpose.h"
#include "scenario.h"

static unsigned workers(void)
{
    return (unsigned)arg_int("workers", 3);
}

/* collect_results over a made-up catalog, with whatever failures were ordered. again=1: that is the
 * second call; the first one ended well, or, with again=2, with a look-up that failed. */
SCENARIO(collect)
{
    struct job_set set = make_job_set();
    trace_jobs(&set);
    if (arg_int("again", 0)) {
        evidence()->trace.fail_entry_id =
            arg_int("again", 0) == 2 ? set.catalog[0].id : 0;
        collect_results(set.catalog, set.count, set.results, workers());
        memset(set.results, 0xa5, (set.count + 1) * sizeof *set.results);
        trace_jobs(&set);
        fail_call_from_now(CALL_MALLOC, (uint32_t)arg_int("then_fail_malloc", 0));
    }
    struct stock before = take_stock();
    OBSERVE_CALL("returned", collect_results,
                 (set.catalog, set.count, set.results, workers()));
    observe_leftovers(before);
    observe_results(set.results, set.count + 1);
}

/* Two calls: in the second one each look-up fails. */
SCENARIO(collect_race)
{
    struct job_set set = make_job_set();
    trace_jobs(&set);
    OBSERVE_CALL("returned", collect_results,
                 (set.catalog, set.count, set.results, workers()));
    evidence()->trace.fail_from_id = 1; /* ids are greater than 0 */
    OBSERVE_CALL("failed", collect_results,
                 (set.catalog, set.count, set.results, workers()));
}

SCENARIO(collect_bad_arguments)
{
    struct job_set set = make_job_set();
    trace_jobs(&set);
    OBSERVE_CALL("no_workers", collect_results, (set.catalog, set.count, set.results, 0));
    OBSERVE_CALL("no_catalog", collect_results, (NULL, set.count, set.results, 2));
    OBSERVE_CALL("no_results", collect_results, (set.catalog, set.count, NULL, 2));
    OBSERVE_CALL("nothing_to_do", collect_results, (NULL, 0, NULL, 2));
}

/* ---- who writes the results -------------------------------------------------------- */

/* Results that can't be written to at first: the first write to each page is caught,
 * and told from a worker's by its thread. */
static struct {
    unsigned char *start; /* whole pages */
    size_t size;
    pid_t collector;         /* thread that may write */
    struct sigaction others; /* what handled SIGSEGV before */
} guarded;

static void note_writer(int signal, siginfo_t *info, void *context)
{
    const unsigned char *at = info->si_addr;
    (void)context;
    if (at < guarded.start || at >= guarded.start + guarded.size) {
        sigaction(signal, &guarded.others, NULL); /* a crash: it happens again at once */
        return;
    }
    if (gettid() != guarded.collector)
        observe_int("worker_wrote", 1);
    mprotect(guarded.start, guarded.size, PROT_READ | PROT_WRITE);
}

static JobResult *guard_results(size_t count)
{
    struct sigaction action = {.sa_sigaction = note_writer,
                               .sa_flags = SA_SIGINFO | SA_ONSTACK};
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    guarded.size = (count * sizeof(JobResult) + page - 1) / page * page;
    guarded.start =
        mmap(NULL, guarded.size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    guarded.collector = gettid();
    sigemptyset(&action.sa_mask);
    if (guarded.start == MAP_FAILED || sigaction(SIGSEGV, &action, &guarded.others) != 0)
        _exit(3);
    return (JobResult *)guarded.start;
}

SCENARIO(collect_into_guarded_results)
{
    struct job_set set = make_job_set();
    JobResult *results = guard_results(set.count);
    trace_jobs(&set);
    observe_int("worker_wrote", 0);
    OBSERVE_CALL("returned", collect_results,
                 (set.catalog, set.count, results, workers()));
}

/* ---- schedules --------------------------------------------------------------------- */

static struct job_set explored_set;

/* Counts that the evidence keeps for a whole probe start anew with each schedule, so
 * that an injected failure comes in each of them. */
static void forget_last_schedule(void)
{
    atomic_store(&evidence()->trace.count, 0);
    number_calls_anew(CALL_PTHREAD_CREATE);
    number_calls_anew(CALL_MALLOC);
    memset(explored_set.results, 0xa5, explored_set.count * sizeof *explored_set.results);
}

static size_t index_of(int entry_id)
{
    size_t i = 0;
    while (i < explored_set.count && explored_set.catalog[i].id != entry_id)
        i++;
    return i;
}

static void compare_results(void)
{
    for (size_t i = 0; i < explored_set.count; i++) {
        const CatalogEntry *entry = &explored_set.catalog[i];
        const JobResult *result = &explored_set.results[i];
        uint64_t checksum;
        cpu_hash(entry, &checksum);
        if (result->entry_id != entry->id &&
            index_of(result->entry_id) < explored_set.count)
            complain("results[%zu] holds the result of catalog[%zu] when collect_results "
                     "returns",
                     i, index_of(result->entry_id));
        if (result->entry_id != entry->id)
            complain("results[%zu] isn't filled in when collect_results returns", i);
        if (result->checksum != checksum)
            complain("results[%zu] holds a wrong checksum when collect_results returns",
                     i);
    }
}

/* The errno to answer with, by the failure that was ordered; 0: none was. */
static int expected_error(void)
{
    return arg_int("fail_index", -1) >= 0          ? EIO
           : arg_int("fail_pthread_create", 0) > 0 ? EAGAIN
           : arg_int("fail_malloc", 0) > 0         ? ENOMEM
                                                   : 0;
}

/* A call may go on without a thread or memory that it could not have, but not without a
 * look-up. */
static void collect_once(void *unused)
{
    int wanted = expected_error();
    (void)unused;
    forget_last_schedule();
    struct stock before = take_stock();
    int answer = OBSERVE_CALL(
        "returned", collect_results,
        (explored_set.catalog, explored_set.count, explored_set.results, workers()));
    int error = errno;
    if (answer != 0 && wanted == 0)
        complain("collect_results answered -1 (%s) although nothing had failed",
                 strerror(error));
    if (answer != 0 && error != wanted)
        complain("collect_results answered -1 as it should, but with the wrong errno: %s "
                 "instead of %s",
                 strerrorname_np(error), strerrorname_np(wanted));
    if (answer == 0 && wanted == EIO)
        complain("collect_results answered 0 although a look-up had failed");
    if (answer == 0)
        compare_results();
    int64_t left = take_stock().blocks - before.blocks;
    if (left > 0)
        complain("collect_results returned and left %lld block%s of memory behind",
                 (long long)left, left == 1 ? "" : "s");
}

SCENARIO(collect_explored)
{
    explored_set = make_job_set();
    trace_jobs(&explored_set);
    explore_and_observe(collect_once, NULL, NULL);
}
