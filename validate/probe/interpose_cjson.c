/*
 * interpose_cjson.c - what the learner gives to cJSON: a string must have an end.
 *
 * A file of its own: only a task whose stub calls cJSON_Parse is linked with it.
 */
#include <cjson/cJSON.h>
#include <malloc.h>
#include <string.h>

#include "interpose.h"
#include "scenario.h"

/* Behind a body without its '\0' lies what happens to be there: a parser that stops at the last
 * bracket doesn't mind, one day. */
cJSON *lab_cJSON_Parse(const char *text)
{
    if (text && is_learners_block(text) &&
        !memchr(text, '\0', malloc_usable_size((void *)text)))
        observe_int("unterminated", 1);
    return cJSON_Parse(text);
}
