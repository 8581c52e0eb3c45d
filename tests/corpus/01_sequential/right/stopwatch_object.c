/* Over-engineered: a stopwatch on the heap with start, stop and a destructor, and a visitor that is
 * called back for each entry. */
#include "sequential.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

/* ---- stopwatch --------------------------------------------------------- */

typedef struct Stopwatch Stopwatch;

struct Stopwatch {
    bool is_running;
    struct timespec started;
    double elapsed; /* of the laps that are over */
};

static Stopwatch *stopwatch_new(void)
{
    return calloc(1, sizeof(Stopwatch));
}

static void stopwatch_delete(Stopwatch *watch)
{
    int kept = errno;
    free(watch);
    errno = kept;
}

static bool stopwatch_start(Stopwatch *watch)
{
    watch->is_running = clock_gettime(CLOCK_MONOTONIC, &watch->started) == 0;
    return watch->is_running;
}

static bool stopwatch_stop(Stopwatch *watch)
{
    struct timespec now;
    if (!watch->is_running || clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        return false;
    watch->is_running = false;
    watch->elapsed += (double)(now.tv_sec - watch->started.tv_sec);
    watch->elapsed += (double)(now.tv_nsec - watch->started.tv_nsec) / 1000000000.0;
    return true;
}

/* ---- visitor ----------------------------------------------------------- */

typedef bool Visitor(const CatalogEntry *entry, size_t index, void *context);

static bool for_each_entry(const CatalogEntry *catalog, size_t count, Visitor *visit, void *context)
{
    for (size_t index = 0; index < count; index++)
        if (!visit(&catalog[index], index, context))
            return false;
    return true;
}

static bool process_into(const CatalogEntry *entry, size_t index, void *context)
{
    JobResult *results = context;
    return process_job(entry, &results[index]) == 0;
}

int run_sequential(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    bool is_empty = count == 0;
    bool is_complete = catalog != NULL && results != NULL;
    if (!is_empty && !is_complete) {
        errno = EINVAL;
        return -1;
    }
    return for_each_entry(catalog, count, process_into, results) ? 0 : -1;
}

int measure_sequential(const CatalogEntry *catalog, size_t count, JobResult *results, double *seconds)
{
    int status = -1;
    if (seconds == NULL) {
        errno = EINVAL;
        return status;
    }
    Stopwatch *watch = stopwatch_new();
    if (watch == NULL)
        return status;
    if (stopwatch_start(watch) && run_sequential(catalog, count, results) == 0 && stopwatch_stop(watch)) {
        *seconds = watch->elapsed;
        status = 0;
    }
    stopwatch_delete(watch);
    return status;
}
