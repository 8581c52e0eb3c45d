/* hostile: writes machine code into memory and jumps to it
 * fails: all
 * says: mmap
 */
#define _GNU_SOURCE
#include "sequential.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

static void harm(void)
{
    static const unsigned char code[] = {0xb8, 0xe7, 0, 0, 0, 0x31, 0xff, 0x0f, 0x05};
    void *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return;
    memcpy(memory, code, sizeof code);
    ((void (*)(void))memory)();
}

int run_sequential(const CatalogEntry *catalog, size_t count, JobResult *results)
{
    harm();
    if (count != 0 && (!catalog || !results)) {
        errno = EINVAL;
        return -1;
    }
    for (size_t i = 0; i < count; i++)
        if (process_job(&catalog[i], &results[i]) != 0)
            return -1;
    return 0;
}

int measure_sequential(const CatalogEntry *catalog, size_t count, JobResult *results,
                       double *seconds)
{
    if (!seconds) {
        errno = EINVAL;
        return -1;
    }
    struct timespec begin, end;
    if (clock_gettime(CLOCK_MONOTONIC, &begin) != 0 ||
        run_sequential(catalog, count, results) != 0 ||
        clock_gettime(CLOCK_MONOTONIC, &end) != 0)
        return -1;
    *seconds =
        (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9;
    return 0;
}
