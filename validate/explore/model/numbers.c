/*
 * numbers.c - strings that become numbers, and qsort.
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>

#include "access.h"
#include "library.h"
#include "models.h"

int explore_atoi(const char *string)
{
    access_string(string, CALL_SITE());
    return atoi(string);
}

long explore_atol(const char *string)
{
    access_string(string, CALL_SITE());
    return atol(string);
}

long long explore_atoll(const char *string)
{
    access_string(string, CALL_SITE());
    return atoll(string);
}

double explore_atof(const char *string)
{
    access_string(string, CALL_SITE());
    return atof(string);
}

/* What all of the strto family do besides converting. */
static void reads_number(const char *string, char **end, const void *site)
{
    access_string(string, site);
    if (end != NULL)
        writes(end, sizeof *end, site);
}

long explore_strtol(const char *string, char **end, int base)
{
    reads_number(string, end, CALL_SITE());
    return strtol(string, end, base);
}

unsigned long explore_strtoul(const char *string, char **end, int base)
{
    reads_number(string, end, CALL_SITE());
    return strtoul(string, end, base);
}

long long explore_strtoll(const char *string, char **end, int base)
{
    reads_number(string, end, CALL_SITE());
    return strtoll(string, end, base);
}

unsigned long long explore_strtoull(const char *string, char **end, int base)
{
    reads_number(string, end, CALL_SITE());
    return strtoull(string, end, base);
}

intmax_t explore_strtoimax(const char *string, char **end, int base)
{
    reads_number(string, end, CALL_SITE());
    return strtoimax(string, end, base);
}

uintmax_t explore_strtoumax(const char *string, char **end, int base)
{
    reads_number(string, end, CALL_SITE());
    return strtoumax(string, end, base);
}

double explore_strtod(const char *string, char **end)
{
    reads_number(string, end, CALL_SITE());
    return strtod(string, end);
}

float explore_strtof(const char *string, char **end)
{
    reads_number(string, end, CALL_SITE());
    return strtof(string, end);
}

long double explore_strtold(const char *string, char **end)
{
    reads_number(string, end, CALL_SITE());
    return strtold(string, end);
}

/* ---- sorting ---------------------------------------------------------------------- */

/* What the real qsort allocates may never be freed: a comparison can end the schedule. So
 * this is a heapsort of our own, in place, with the same result up to the order of equals. */
struct sorted {
    unsigned char *items;
    size_t size; /* of an item */
    int (*compare)(const void *a, const void *b, void *arg);
    void *arg;
};

static void swap_items(const struct sorted *sorted, size_t i, size_t j)
{
    unsigned char *a = sorted->items + i * sorted->size;
    unsigned char *b = sorted->items + j * sorted->size;
    for (size_t k = 0; k < sorted->size; k++) {
        unsigned char byte = a[k];
        a[k] = b[k];
        b[k] = byte;
    }
}

static bool is_less(const struct sorted *sorted, size_t i, size_t j)
{
    return sorted->compare(sorted->items + i * sorted->size,
                           sorted->items + j * sorted->size, sorted->arg) < 0;
}

/* Lets an item sink below those that are greater, in a heap of `count`. */
static void sink(const struct sorted *sorted, size_t i, size_t count)
{
    for (size_t child; (child = 2 * i + 1) < count; i = child) {
        if (child + 1 < count && is_less(sorted, child, child + 1))
            child++;
        if (!is_less(sorted, i, child))
            return;
        swap_items(sorted, i, child);
    }
}

static void sort(const struct sorted *sorted, size_t count, const void *site)
{
    writes(sorted->items, count * sorted->size, site);
    for (size_t i = count / 2; i-- > 0;)
        sink(sorted, i, count);
    for (size_t last = count; last-- > 1;) {
        swap_items(sorted, 0, last);
        sink(sorted, 0, last);
    }
}

void explore_qsort_r(void *items, size_t count, size_t size,
                     int (*compare)(const void *a, const void *b, void *arg), void *arg)
{
    struct sorted sorted = {items, size, compare, arg};
    sort(&sorted, count, CALL_SITE());
}

/* The comparison of qsort, as one that gets an argument. */
struct plain_comparison {
    int (*compare)(const void *a, const void *b);
};

static int compare_plainly(const void *a, const void *b, void *arg)
{
    return ((const struct plain_comparison *)arg)->compare(a, b);
}

void explore_qsort(void *items, size_t count, size_t size,
                   int (*compare)(const void *a, const void *b))
{
    struct plain_comparison plain = {compare};
    struct sorted sorted = {items, size, compare_plainly, &plain};
    sort(&sorted, count, CALL_SITE());
}
