/*
 * globals.c - variables are put back by copying; large ones by the kernel, page by page.
 *
 * The whole pages of a large range are replaced by a private mapping of a file in memory
 * that holds their first contents. To drop the private copies of the pages that were
 * written (MADV_DONTNEED) is to put all back, at a cost that depends on what was used and
 * not on how much there is.
 */
#define _GNU_SOURCE
#include "globals.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "explore.h"

#define LARGE                                                                            \
    ((size_t)128 << 10)         /* bytes from which on mapping is cheaper than copying */
#define PIECE ((size_t)8 << 20) /* bytes of a mapping, at most */

struct range {
    char *begin;
    char *end;
    char *pages;     /* [pages, pages_end): put back by the kernel; else empty, at end */
    char *pages_end; /* of it */
    char *first;     /* contents of the rest as it was, owned; NULL: not known yet */
};

struct ranges {
    unsigned count;
    struct range list[GLOBALS_MAX_RANGES];
};

static struct ranges statics;

static int add_range(struct ranges *ranges, char *begin, char *end)
{
    if (begin >= end)
        return 0;
    if (ranges->count == GLOBALS_MAX_RANGES) {
        errno = ENOMEM;
        return -1;
    }
    ranges->list[ranges->count++] =
        (struct range){.begin = begin, .end = end, .pages = end, .pages_end = end};
    return 0;
}

int globals_add(void *begin, void *end)
{
    return add_range(&statics, begin, end);
}

/* ---- variables of static storage duration ---------------------------------------- */

static char *page_up(char *address)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    return (char *)(((uintptr_t)address + page - 1) & ~(page - 1));
}

static char *page_down(char *address)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    return (char *)((uintptr_t)address & ~(page - 1));
}

static bool is_zero(const char *bytes, size_t size)
{
    return bytes[0] == 0 && memcmp(bytes, bytes + 1, size - 1) == 0;
}

/* A file in memory with these bytes. Pages that are zero take no room. */
static int file_with(const char *bytes, size_t size)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    int file = memfd_create("variables", MFD_CLOEXEC);
    if (file == -1)
        return -1;
    bool written = ftruncate(file, (off_t)size) == 0;
    for (size_t at = 0; written && at < size; at += page)
        if (!is_zero(bytes + at, page))
            written = pwrite(file, bytes + at, page, (off_t)at) == (ssize_t)page;
    if (written)
        return file;
    close(file);
    return -1;
}

/* Bytes that a file may have: a limit may be in force, and to exceed it is a signal. */
static size_t largest_file(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_FSIZE, &limit) == -1 || limit.rlim_cur > PIECE)
        return PIECE;
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    return (size_t)limit.rlim_cur / page * page;
}

static bool map_piece(char *begin, size_t size)
{
    int file = file_with(begin, size);
    if (file == -1)
        return false;
    void *mapping =
        mmap(begin, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, file, 0);
    close(file);
    return mapping != MAP_FAILED;
}

/* What the system has no room for is copied like a small range. */
static void map_pages(struct range *range)
{
    char *begin = page_up(range->begin), *end = page_down(range->end);
    size_t piece = largest_file();
    if (begin + LARGE > end || piece == 0)
        return;
    range->pages = range->pages_end = begin;
    while (range->pages_end < end) {
        size_t rest = (size_t)(end - range->pages_end);
        size_t size = rest < piece ? rest : piece;
        if (!map_piece(range->pages_end, size))
            break;
        range->pages_end += size;
    }
}

static size_t size_before(const struct range *range)
{
    return (size_t)(range->pages - range->begin);
}

static size_t size_behind(const struct range *range)
{
    return (size_t)(range->end - range->pages_end);
}

/* Keeps how the range is now. */
static int keep(struct range *range)
{
    map_pages(range);
    range->first = malloc(size_before(range) + size_behind(range) + 1);
    if (range->first == NULL)
        return -1;
    memcpy(range->first, range->begin, size_before(range));
    memcpy(range->first + size_before(range), range->pages_end, size_behind(range));
    return 0;
}

static void put_back(const struct range *range)
{
    memcpy(range->begin, range->first, size_before(range));
    memcpy(range->pages_end, range->first + size_before(range), size_behind(range));
    if (range->pages < range->pages_end)
        madvise(range->pages, (size_t)(range->pages_end - range->pages), MADV_DONTNEED);
}

static int keep_all(struct ranges *ranges)
{
    for (unsigned i = 0; i < ranges->count; i++)
        if (ranges->list[i].first == NULL && keep(&ranges->list[i]) == -1)
            return -1;
    return 0;
}

static void put_all_back(const struct ranges *ranges)
{
    for (unsigned i = 0; i < ranges->count; i++)
        put_back(&ranges->list[i]);
}

/* ---- both ------------------------------------------------------------------------ */

int globals_reset(void)
{
    if (keep_all(&statics) == -1)
        return -1;
    put_all_back(&statics);
    return 0;
}

static void forget_ranges(struct ranges *ranges)
{
    for (unsigned i = 0; i < ranges->count; i++)
        free(ranges->list[i].first);
    ranges->count = 0;
}

void globals_forget(void)
{
    forget_ranges(&statics);
}

static bool hold(const struct ranges *ranges, const char *address)
{
    for (unsigned i = 0; i < ranges->count; i++)
        if (address >= ranges->list[i].begin && address < ranges->list[i].end)
            return true;
    return false;
}

/* The linker's: where the executable's variables lie. Where nobody told which of them are
 * the program's, all are. */
extern char __data_start[] __attribute__((weak)), _end[] __attribute__((weak));

bool globals_hold(const void *address)
{
    const char *at = address;
    if (statics.count == 0)
        return at >= __data_start && at < _end;
    return hold(&statics, at);
}
