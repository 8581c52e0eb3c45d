/*
 * string_search.c - the str* family: looking for characters and parts; strtok.
 */
#define _GNU_SOURCE /* strchrnul, strcasestr */
#include <string.h>

#include "access.h"
#include "library.h"
#include "models.h"

/* Reads a string up to the place that was found in it, else all of it. */
static void reads_until(const char *string, const char *found, const void *site)
{
    if (found != NULL)
        reads(string, (size_t)(found - string) + 1, site);
    else
        access_string(string, site);
}

char *explore_strchr(const char *string, int character)
{
    char *found = strchr(string, character);
    reads_until(string, found, CALL_SITE());
    return found;
}

char *explore_index(const char *string, int character)
{
    char *found = strchr(string, character);
    reads_until(string, found, CALL_SITE());
    return found;
}

char *explore_strchrnul(const char *string, int character)
{
    char *found = strchrnul(string, character);
    reads_until(string, found, CALL_SITE());
    return found;
}

char *explore_strrchr(const char *string, int character)
{
    access_string(string, CALL_SITE());
    return strrchr(string, character);
}

char *explore_rindex(const char *string, int character)
{
    access_string(string, CALL_SITE());
    return strrchr(string, character);
}

char *explore_strstr(const char *string, const char *part)
{
    const void *site = CALL_SITE();
    access_string(string, site);
    access_string(part, site);
    return strstr(string, part);
}

char *explore_strcasestr(const char *string, const char *part)
{
    const void *site = CALL_SITE();
    access_string(string, site);
    access_string(part, site);
    return strcasestr(string, part);
}

size_t explore_strspn(const char *string, const char *set)
{
    const void *site = CALL_SITE();
    access_string(string, site);
    access_string(set, site);
    return strspn(string, set);
}

size_t explore_strcspn(const char *string, const char *set)
{
    const void *site = CALL_SITE();
    access_string(string, site);
    access_string(set, site);
    return strcspn(string, set);
}

char *explore_strpbrk(const char *string, const char *set)
{
    const void *site = CALL_SITE();
    access_string(string, site);
    access_string(set, site);
    return strpbrk(string, set);
}

/* ---- tokens ----------------------------------------------------------------------- */

/* The token's end in the string is written, the place where the next begins as well. */
static char *next_token(char *string, const char *set, char **next, const void *site)
{
    access_string(set, site);
    if (string == NULL) {
        reads(next, sizeof *next, site);
        string = *next;
    }
    writes(next, sizeof *next, site);
    if (string == NULL)
        return NULL;
    size_t length = access_string(string, site);
    size_t begin = strspn(string, set);
    size_t end = begin + strcspn(string + begin, set);
    if (end < length)
        writes(string + end, 1, site);
    return strtok_r(string, set, next);
}

/* strtok keeps its place in a variable that all threads share: that is its trap, and a race
 * if two use it at a time. */
static char *strtok_place;

void tokens_reset(void)
{
    strtok_place = NULL;
}

char *explore_strtok(char *string, const char *set)
{
    return next_token(string, set, &strtok_place, CALL_SITE());
}

char *explore_strtok_r(char *string, const char *set, char **next)
{
    return next_token(string, set, next, CALL_SITE());
}

char *explore_strsep(char **string, const char *set)
{
    const void *site = CALL_SITE();
    access_string(set, site);
    reads(string, sizeof *string, site);
    if (*string == NULL)
        return NULL;
    size_t length = access_string(*string, site);
    size_t end = strcspn(*string, set);
    if (end < length)
        writes(*string + end, 1, site);
    writes(string, sizeof *string, site);
    return strsep(string, set);
}
