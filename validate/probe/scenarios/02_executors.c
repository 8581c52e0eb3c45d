/*
 * Scenarios of task 2: run_threaded, run_multiprocess and recommended_executor.
 *
 * Arguments of the scenarios that call an executor, beyond those of scenario.h:
 *   processes=1     run_multiprocess; else run_threaded
 *   workers=n       default 3
 *   job=n           enum job_choice
 *   error=e         the job fails with errno e, for entry error_index (default: for all)
 *   quit_index=i    the job ends its child, with status 0, at catalog[i]
 *   slow_first=us   how long the look-up of catalog[0] waits
 */
#define _GNU_SOURCE
#include "executors.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "scenario.h"

#ifdef __SANITIZE_THREAD__
/* Threads that weren't joined are judged by what the plain probe leaves behind. */
const char *__tsan_default_options(void);
const char *__tsan_default_options(void)
{
    return "report_thread_leaks=0";
}
#endif

enum job_choice { JOB_PROCESS, JOB_LOOKUP, JOB_HASH };

/* ---- jobs -------------------------------------------------------------------------- */

/* What the job is to do beside its work. Set before the call, only read during it. */
static struct {
    JobFunction job;
    int error;    /* errno to fail with; 0: don't */
    int error_id; /* of the entry that fails; 0: all */
    int quit_id;  /* of the entry at which the child ends; 0: none */
} orders;

/* The job that every executor is given. */
static int ordered_job(const CatalogEntry *entry, JobResult *result)
{
    if (orders.quit_id != 0 && entry->id == orders.quit_id &&
        getpid() != evidence()->probe_pid)
        _exit(0);
    if (orders.error != 0 && (orders.error_id == 0 || orders.error_id == entry->id)) {
        errno = orders.error;
        return -1;
    }
    return orders.job(entry, result);
}

static int id_at(const struct job_set *set, const char *key)
{
    int64_t index = arg_int(key, -1);
    return index < 0 ? 0 : set->catalog[index].id;
}

static struct job_set prepare(void)
{
    static const JobFunction jobs[] = {process_job, lookup_job, hash_job};
    struct job_set set = make_job_set();
    orders.job = jobs[arg_int("job", JOB_PROCESS)];
    orders.error = (int)arg_int("error", 0);
    orders.error_id = id_at(&set, "error_index");
    orders.quit_id = id_at(&set, "quit_index");
    if (set.count > 0)
        set.catalog[0].lookup_us =
            (unsigned)arg_int("slow_first", set.catalog[0].lookup_us);
    /* As in a program started from a shell, whatever the validator was started by. */
    signal(SIGCHLD, SIG_DFL);
    signal(SIGPIPE, SIG_DFL);
    return set;
}

/* ---- calls ------------------------------------------------------------------------- */

/* A child that comes back from the call is told apart from the caller and ended: its
 * observations would be taken for the caller's. The key is there already, so that the two
 * don't both make it. */
static void end_if_child(void)
{
    if (getpid() == evidence()->probe_pid)
        return;
    observe_int("child_returned", 1);
    _exit(1);
}

static void observe_run(const char *key, JobFunction job, const struct job_set *set)
{
    bool processes = arg_int("processes", 0) != 0;
    unsigned workers = (unsigned)arg_int("workers", 3);
    observe_int("child_returned", 0);
    prepare_call();
    int answer =
        processes ? run_multiprocess(job, set->catalog, set->count, set->results, workers)
                  : run_threaded(job, set->catalog, set->count, set->results, workers);
    end_if_child();
    observe_answer(key, processes ? "run_multiprocess" : "run_threaded", answer);
}

/* Bytes of shared memory that this process has mapped: "7f12a000-7f12b000 rw-s ...". */
static int64_t shared_bytes(void)
{
    FILE *maps = fopen("/proc/self/maps", "r");
    char line[512], access[5];
    int64_t bytes = 0;
    while (maps && fgets(line, sizeof line, maps)) {
        unsigned long from, to;
        if (sscanf(line, "%lx-%lx %4s", &from, &to, access) == 3 && access[3] == 's')
            bytes += (int64_t)(to - from);
    }
    if (maps)
        fclose(maps);
    return bytes;
}

/* One call, with whatever was ordered; with again=1 one more, in which nothing fails. */
SCENARIO(run)
{
    struct job_set set = prepare();
    trace_jobs(&set);
    int64_t shared = shared_bytes();
    struct stock before = take_stock();
    observe_run("returned", ordered_job, &set);
    observe_leftovers(before);
    observe_int("left_shared", shared_bytes() - shared);
    if (arg_int("again", 0)) {
        orders.error = 0;
        observe_run("again", ordered_job, &set);
    }
    observe_results(set.results, set.count + 1);
}

/* The same once more in the same process: what the first call left in static variables is still
 * there. The second call's results are handed over. */
SCENARIO(run_again)
{
    struct job_set set = prepare();
    observe_run("first", ordered_job, &set);
    memset(set.results, 0xa5, set.count * sizeof *set.results);
    observe_run("again", ordered_job, &set);
    observe_results(set.results, set.count);
}

/* The same while the caller has a child of its own, which ended with a status of its own and that
 * the caller hasn't waited for yet. */
SCENARIO(run_beside_a_child)
{
    enum { OWN_STATUS = 7 };
    struct job_set set = prepare();
    siginfo_t info;
    int status = 0;
    pid_t own = fork();
    if (own == 0)
        _exit(OWN_STATUS);
    if (own < 0 || waitid(P_PID, (id_t)own, &info, WEXITED | WNOWAIT) != 0) {
        perror("probe: a child of the scenario");
        _exit(3);
    }
    trace_jobs(&set);
    observe_run("returned", ordered_job, &set);
    observe_int("own_child_kept", waitpid(own, &status, 0) == own && WIFEXITED(status) &&
                                      WEXITSTATUS(status) == OWN_STATUS);
    observe_results(set.results, set.count);
}

/* The same without evidence of the jobs: for catalogs larger than that can hold; and the
 * trace's atomic counter would order the threads' accesses, and hide their races from
 * ThreadSanitizer. */
SCENARIO(run_untraced)
{
    struct job_set set = prepare();
    observe_run("returned", ordered_job, &set);
}

SCENARIO(bad_arguments)
{
    struct job_set set = prepare();
    struct job_set no_catalog = {NULL, set.count, set.results};
    struct job_set no_results = {set.catalog, set.count, NULL};
    trace_jobs(&set);
    if (arg_int("workers", 3) == 0) {
        observe_run("no_workers", ordered_job, &set);
        return;
    }
    observe_run("no_job", NULL, &set);
    observe_run("no_catalog", ordered_job, &no_catalog);
    observe_run("no_results", ordered_job, &no_results);
}

SCENARIO(nothing_to_do)
{
    struct job_set nothing = {NULL, 0, NULL};
    prepare();
    observe_run("returned", ordered_job, &nothing);
}

/* A stream with text in its buffer while the children run: how often that is written. */
SCENARIO(text_in_a_buffer)
{
    static const char text[] = "written once";
    struct job_set set = prepare();
    struct stat file;
    FILE *stream = fdopen(memfd_create("text", 0), "w");
    if (!stream) {
        perror("probe: a file in memory");
        _exit(3);
    }
    fputs(text, stream);
    observe_run("returned", ordered_job, &set);
    fflush(stream);
    fstat(fileno(stream), &file);
    observe_int("times_written", (int64_t)(file.st_size / (off_t)strlen(text)));
}

/* ---- under the explorer ------------------------------------------------------------ */

#define EXPLORED_ENTRIES 3

/* One schedule's call. Plain variables: the explorer's threads never run side by side. */
static struct {
    struct job_set set;
    int answer;
    int calls[EXPLORED_ENTRIES]; /* of the job, by entry */
} explored;

static int counted_job(const CatalogEntry *entry, JobResult *result)
{
    for (int i = 0; i < EXPLORED_ENTRIES; i++) /* it may be a copy: the id tells */
        explored.calls[i] += explored.set.catalog[i].id == entry->id;
    return process_job(entry, result);
}

static void one_schedule(void *unused)
{
    (void)unused;
    memset(explored.calls, 0, sizeof explored.calls);
    memset(explored.set.results, 0, EXPLORED_ENTRIES * sizeof *explored.set.results);
    explored.answer = run_threaded(counted_job, explored.set.catalog, EXPLORED_ENTRIES,
                                   explored.set.results, 2);
    if (explored.answer == -1 && errno == ENOSYS)
        observe_unwritten("run_threaded");
}

static const char *what_is_wrong(void *unused)
{
    (void)unused;
    if (explored.answer != 0)
        return "run_threaded reports a failure although nothing failed";
    for (int i = 0; i < EXPLORED_ENTRIES; i++) {
        if (explored.calls[i] == 0)
            return "an entry was left out, although run_threaded returned 0";
        if (explored.calls[i] > 1)
            return "two threads did the same entry";
        if (explored.set.results[i].entry_id != explored.set.catalog[i].id)
            return "a result stands in another entry's place";
    }
    return NULL;
}

SCENARIO(run_explored)
{
    explored.set = prepare();
    explore_and_observe(one_schedule, NULL, what_is_wrong);
}

/* ---- recommended_executor ---------------------------------------------------------- */

static Executor observe_choice(const char *key, WorkKind kind)
{
    errno = 0;
    Executor executor = recommended_executor(kind);
    if (executor == EXECUTOR_UNDECIDED && errno == ENOSYS)
        observe_unwritten("recommended_executor");
    observe_int(key, executor);
    return executor;
}

SCENARIO(recommend)
{
    observe_choice("waiting", WORK_WAITING);
    observe_choice("computing", WORK_COMPUTING);
}

/* Observes the first value without a meaning that gets an answer nevertheless. */
SCENARIO(recommend_for_nothing)
{
    int values[] = {WORK_COMPUTING + 1, (int)arg_int("value", 7), -1, INT_MAX};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        observe_int("value", values[i]);
        if (observe_choice("answer", (WorkKind)values[i]) != EXECUTOR_UNDECIDED)
            return;
    }
}
