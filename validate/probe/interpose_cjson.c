/*
 * interpose_cjson.c - what the learner gives to cJSON: a string must have an end.
 *
 * A file of its own: only a task whose stub calls cJSON_Parse is linked with it.
 */
#include <cjson/cJSON.h>
#include <errno.h>
#include <string.h>

#include "interpose.h"
#include "scenario.h"

/* Behind a body without its '\0' lies what happens to be there: a parser that stops at the last
 * bracket doesn't mind, one day. */
cJSON *lab_cJSON_Parse(const char *text)
{
    size_t size = text ? learners_block_size(text) : 0;
    if (size > 0 && !memchr(text, '\0', size))
        observe_int("unterminated", 1);
    cJSON *tree = cJSON_Parse(text);
    if (tree)
        errno = ERANGE; /* as strtod leaves it for a number like 1e999: no failure */
    return tree;
}
