/* Builds a linked list of what is to be done first, then works it off and frees it link by link. */
#include "sequential.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

struct todo {
    const CatalogEntry *entry;
    JobResult *result;
    struct todo *next;
};

static struct todo *push(struct todo *list, const CatalogEntry *entry, JobResult *result, int *failed)
{
    struct todo *link = malloc(sizeof *link);
    if (!link) {
        *failed = 1;
        return list;
    }
    link->entry = entry;
    link->result = result;
    link->next = list;
    return link;
}

int run_sequential(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    struct todo *list = NULL;
    int error = 0, out_of_memory = 0;
    if (count > 0 && (!catalog || !results))
        error = EINVAL;
    for (size_t i = count; i > 0 && !error; i--) { /* from behind: the first one ends up on top */
        list = push(list, &catalog[i - 1], &results[i - 1], &out_of_memory);
        if (out_of_memory)
            error = ENOMEM;
    }
    while (list) {
        struct todo *top = list;
        list = top->next;
        if (!error && process_job(top->entry, top->result) == -1)
            error = errno;
        free(top);
    }
    if (!error)
        return 0;
    errno = error;
    return -1;
}

int measure_sequential(const CatalogEntry *catalog, size_t count, JobResult *results, double *seconds)
{
    struct timespec a = {0}, b = {0};
    if (!seconds)
        goto invalid;
    if (clock_gettime(CLOCK_MONOTONIC, &a) < 0)
        goto failed;
    if (run_sequential(catalog, count, results) < 0)
        goto failed;
    if (clock_gettime(CLOCK_MONOTONIC, &b) < 0)
        goto failed;
    *seconds = (double)(b.tv_sec - a.tv_sec) + 1e-9 * (double)(b.tv_nsec - a.tv_nsec);
    return 0;
invalid:
    errno = EINVAL;
failed:
    return -1;
}
