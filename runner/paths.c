/* paths.c - see paths.h. */
#include "paths.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "async_pipeline.h"
#include "executors.h"
#include "reference.h"
#include "sequential.h"
#include "sync.h"

#define POISON          0xa5 /* so that results which nobody wrote can't be right */
#define CLOCK_TOLERANCE 0.01 /* clocks may tick this much apart, relatively */

static int run_sequential_path(JobFunction job, unsigned workers, JobResult *results,
                               double *seconds)
{
    (void)workers;
    (void)job;
    return measure_sequential(CATALOG, CATALOG_COUNT, results, seconds);
}

static int run_threads_path(JobFunction job, unsigned workers, JobResult *results,
                            double *seconds)
{
    (void)seconds;
    return run_threaded(job, CATALOG, CATALOG_COUNT, results, workers);
}

static int run_queue_path(JobFunction job, unsigned workers, JobResult *results,
                          double *seconds)
{
    (void)job;
    (void)seconds;
    return collect_results(CATALOG, CATALOG_COUNT, results, workers);
}

static int run_processes_path(JobFunction job, unsigned workers, JobResult *results,
                              double *seconds)
{
    (void)seconds;
    return run_multiprocess(job, CATALOG, CATALOG_COUNT, results, workers);
}

static int run_event_loop_path(JobFunction job, unsigned workers, JobResult *results,
                               double *seconds)
{
    (void)workers;
    (void)job;
    (void)seconds;
    return run_async(CATALOG, CATALOG_COUNT, results);
}

const struct path PATHS[PATH_COUNT] = {
    [PATH_SEQUENTIAL] = {"sequential", {"measure_sequential", 1}, 1, run_sequential_path},
    [PATH_THREADS] = {"threads", {"run_threaded", 2}, WORKERS, run_threads_path},
    [PATH_QUEUE] = {"threads with queue",
                    {"collect_results", 4},
                    WORKERS,
                    run_queue_path},
    [PATH_PROCESSES] = {"processes",
                        {"run_multiprocess", 2},
                        WORKERS,
                        run_processes_path},
    [PATH_EVENT_LOOP] = {"event loop", {"run_async", 5}, 1, run_event_loop_path},
};

/* What the child is asked. */
struct request {
    const struct path *path;
    JobFunction job;
    unsigned workers;
    JobResult *scratch; /* the child fills in its copy */
    const JobResult *expected;
};

/* What the child answers. */
struct answer {
    int returned;       /* by the learner's function */
    int error;          /* errno after it */
    double own_seconds; /* by the learner's function; NAN if it doesn't measure */
    double elapsed;     /* CLOCK_MONOTONIC around it */
    double began;       /* CLOCK_MONOTONIC before it, in seconds */
    size_t first_wrong; /* CATALOG_COUNT if every result is right */
};

static void run_in_child(const void *asked, void *answered)
{
    const struct request *request = asked;
    struct answer *answer = answered;
    double own_seconds = NAN;
    memset(request->scratch, POISON, CATALOG_COUNT * sizeof *request->scratch);

    errno = 0;
    double begin = monotonic_seconds();
    int returned = request->path->run(request->job, request->workers, request->scratch,
                                      &own_seconds);
    int error = errno;
    double elapsed = monotonic_seconds() - begin;

    *answer = (struct answer){
        .returned = returned,
        .error = error,
        .own_seconds = own_seconds,
        .elapsed = elapsed,
        .began = begin,
        .first_wrong = first_difference(request->scratch, request->expected),
    };
}

/* A sequential run can't take less than its waits, nor more than the time around it: no
 * other judgement of the learner's clock is safe on a busy machine. */
static bool own_seconds_possible(double own, double elapsed)
{
    return own >= catalog_waiting_seconds() * (1 - CLOCK_TOLERANCE) &&
           own <= elapsed * (1 + CLOCK_TOLERANCE);
}

static void judge(const struct path *path, const struct answer *answer,
                  struct measurement *measurement)
{
    bool measures_itself = path == &PATHS[PATH_SEQUENTIAL];
    measurement->elapsed = answer->elapsed;
    measurement->began_ns = (uint64_t)(answer->began * 1e9);
    measurement->seconds = measures_itself ? answer->own_seconds : answer->elapsed;
    measurement->first_wrong = answer->first_wrong;
    if (measurement->outcome.kind != OUTCOME_RIGHT)
        return;
    if (answer->first_wrong < CATALOG_COUNT)
        measurement->outcome.kind = OUTCOME_WRONG_RESULTS;
    else if (measures_itself &&
             !own_seconds_possible(answer->own_seconds, answer->elapsed))
        measurement->outcome.kind = OUTCOME_WRONG_TIME;
}

int measure_path(const struct path *path, JobFunction job, unsigned workers,
                 JobResult *scratch, const JobResult *expected, struct capture *output,
                 struct measurement *measurement)
{
    struct request request = {path, job, workers, scratch, expected};
    struct answer answer = {0};
    struct contained_end end;
    capture_label(output, path->function.name);
    if (contained_call(run_in_child, &request, &answer, sizeof answer,
                       LIMIT_SECONDS * 1000, output, &end) != 0)
        return -1;
    *measurement =
        (struct measurement){.outcome = outcome_of(end, answer.returned, answer.error)};
    judge(path, &answer, measurement);
    return 0;
}
