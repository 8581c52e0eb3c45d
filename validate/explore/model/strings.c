/*
 * strings.c - the str* family: copies and comparisons.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "access.h"
#include "heap.h"
#include "library.h"
#include "models.h"

size_t explore_strlen(const char *string)
{
    return access_string(string, CALL_SITE());
}

size_t explore_strnlen(const char *string, size_t most)
{
    return reads_string(string, most, CALL_SITE());
}

/* ---- copies ----------------------------------------------------------------------- */

char *explore_strcpy(char *to, const char *from)
{
    const void *site = CALL_SITE();
    writes(to, access_string(from, site) + 1, site);
    return strcpy(to, from);
}

char *explore_stpcpy(char *to, const char *from)
{
    const void *site = CALL_SITE();
    writes(to, access_string(from, site) + 1, site);
    return stpcpy(to, from);
}

char *explore_strncpy(char *to, const char *from, size_t size)
{
    const void *site = CALL_SITE();
    reads_string(from, size, site);
    writes(to, size, site);
    return strncpy(to, from, size);
}

char *explore_stpncpy(char *to, const char *from, size_t size)
{
    const void *site = CALL_SITE();
    reads_string(from, size, site);
    writes(to, size, site);
    return stpncpy(to, from, size);
}

char *explore_strcat(char *to, const char *from)
{
    const void *site = CALL_SITE();
    size_t added = access_string(from, site) + 1;
    writes(to + access_string(to, site), added, site);
    return strcat(to, from);
}

char *explore_strncat(char *to, const char *from, size_t most)
{
    const void *site = CALL_SITE();
    size_t added = reads_string(from, most, site) + 1;
    writes(to + access_string(to, site), added, site);
    return strncat(to, from, most);
}

static char *duplicate(const char *string, size_t length, const void *site)
{
    char *copy =
        explore_is_running() ? heap_allocate(length + 1, 1, site) : malloc(length + 1);
    if (copy == NULL)
        return NULL;
    writes(copy, length + 1, site);
    memcpy(copy, string, length);
    copy[length] = '\0';
    return copy;
}

char *explore_strdup(const char *string)
{
    const void *site = CALL_SITE();
    return duplicate(string, access_string(string, site), site);
}

char *explore_strndup(const char *string, size_t most)
{
    const void *site = CALL_SITE();
    return duplicate(string, reads_string(string, most, site), site);
}

/* ---- comparisons ------------------------------------------------------------------ */

static unsigned char as_is(unsigned char c)
{
    return c;
}

static unsigned char lower(unsigned char c)
{
    return c >= 'A' && c <= 'Z' ? (unsigned char)(c - 'A' + 'a') : c;
}

/* Compares up to the first difference, and no further: what lies behind it may be no string.
 * The same order as glibc's in the "C" locale. */
static int compare(const char *a, const char *b, size_t most,
                   unsigned char (*fold)(unsigned char), const void *site)
{
    const unsigned char *left = (const unsigned char *)a;
    const unsigned char *right = (const unsigned char *)b;
    size_t i = 0;
    while (i < most && fold(left[i]) == fold(right[i]) && left[i] != '\0')
        i++;
    size_t size = i < most ? i + 1 : most;
    reads(a, size, site);
    reads(b, size, site);
    return i < most ? fold(left[i]) - fold(right[i]) : 0;
}

int explore_strcmp(const char *a, const char *b)
{
    return compare(a, b, SIZE_MAX, as_is, CALL_SITE());
}

int explore_strcoll(const char *a, const char *b)
{
    return compare(a, b, SIZE_MAX, as_is, CALL_SITE());
}

int explore_strncmp(const char *a, const char *b, size_t most)
{
    return compare(a, b, most, as_is, CALL_SITE());
}

int explore_strcasecmp(const char *a, const char *b)
{
    return compare(a, b, SIZE_MAX, lower, CALL_SITE());
}

int explore_strncasecmp(const char *a, const char *b, size_t most)
{
    return compare(a, b, most, lower, CALL_SITE());
}
