/* reference.c - see reference.h. */
#include "reference.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

double monotonic_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int run_loop(JobFunction job, JobResult *results, double *seconds)
{
    double begin = monotonic_seconds();
    for (size_t i = 0; i < CATALOG_COUNT; i++)
        if (job(&CATALOG[i], &results[i]) != 0)
            return -1;
    *seconds = monotonic_seconds() - begin;
    return 0;
}

static void wait_not(uint64_t nanoseconds)
{
    (void)nanoseconds;
}

static int compute_results(struct reference *reference)
{
    double no_time;
    jobs_wait_with(wait_not);
    int failed = run_loop(lookup_job, reference->lookups, &no_time);
    jobs_wait_with(NULL);
    if (failed || run_loop(hash_job, reference->hashes, &reference->hash_seconds) != 0)
        return -1;
    for (size_t i = 0; i < CATALOG_COUNT; i++) {
        reference->both[i] = reference->lookups[i];
        reference->both[i].checksum = reference->hashes[i].checksum;
    }
    return 0;
}

static struct job_trace *map_trace(void)
{
    void *memory = mmap(NULL, sizeof(struct job_trace), PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

int reference_open(struct reference *reference)
{
    *reference = (struct reference){
        .lookups = calloc(CATALOG_COUNT, sizeof(JobResult)),
        .hashes = calloc(CATALOG_COUNT, sizeof(JobResult)),
        .both = calloc(CATALOG_COUNT, sizeof(JobResult)),
        .trace = map_trace(),
    };
    if (!reference->lookups || !reference->hashes || !reference->both ||
        !reference->trace)
        goto bad;
    if (compute_results(reference) != 0)
        goto bad;
    return 0;

bad:
    reference_close(reference);
    return -1;
}

/* Keeps errno. */
void reference_close(struct reference *reference)
{
    int kept = errno;
    free(reference->lookups);
    free(reference->hashes);
    free(reference->both);
    if (reference->trace)
        munmap(reference->trace, sizeof *reference->trace);
    errno = kept;
}

void reference_watch(struct reference *reference)
{
    memset(reference->trace, 0, sizeof *reference->trace);
    jobs_trace_to(reference->trace);
}

void reference_unwatch(void)
{
    jobs_trace_to(NULL);
}

static bool is_plain_loop(const struct job_trace *trace)
{
    static const enum job_event_kind job[] = {JOB_LOOKUP_BEGIN, JOB_LOOKUP_END,
                                              JOB_HASH_BEGIN, JOB_HASH_END};
    uint32_t count = atomic_load(&trace->count);
    if (count != CATALOG_COUNT * 4 || count > JOB_TRACE_CAPACITY)
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (trace->events[i].kind != job[i % 4] ||
            trace->events[i].entry_id != CATALOG[i / 4].id)
            return false;
    return true;
}

static double lookup_seconds_of(const struct job_trace *plain_loop)
{
    double nanoseconds = 0;
    for (size_t i = 0; i < CATALOG_COUNT; i++) {
        const struct job_event *begin = &plain_loop->events[i * 4];
        nanoseconds += (double)(begin[1].ns - begin[0].ns);
    }
    return nanoseconds / 1e9;
}

int reference_time_lookups(struct reference *reference)
{
    if (!is_plain_loop(reference->trace))
        return run_loop(lookup_job, reference->lookups, &reference->lookup_seconds);
    reference->lookup_seconds = lookup_seconds_of(reference->trace);
    return 0;
}

static bool results_equal(const JobResult *a, const JobResult *b)
{
    return a->entry_id == b->entry_id && a->metadata.year == b->metadata.year &&
           strncmp(a->metadata.genre, b->metadata.genre, GENRE_SIZE) == 0 &&
           a->checksum == b->checksum;
}

size_t first_difference(const JobResult *results, const JobResult *expected)
{
    size_t i = 0;
    while (i < CATALOG_COUNT && results_equal(&results[i], &expected[i]))
        i++;
    return i;
}

double catalog_waiting_seconds(void)
{
    double microseconds = 0;
    for (size_t i = 0; i < CATALOG_COUNT; i++)
        microseconds += CATALOG[i].lookup_us;
    return microseconds / 1e6;
}
