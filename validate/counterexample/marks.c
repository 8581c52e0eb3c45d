/*
 * marks.c - the marks in a message, put into words.
 */
#include "marks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "debug_info.h"
#include "utf8.h"

#define FIELDS 7 /* of a variable's mark, the most there are */

struct output {
    char *text;
    size_t size, length;
};

/* Adds what fits; a character that doesn't fit whole is left out, and so is the rest. */
static void add(struct output *out, const char *text, size_t length)
{
    size_t room = out->size - 1 - out->length;
    if (length > room) {
        const char *at = text, *fits = text;
        while ((size_t)(at - text) <= room) {
            fits = at;
            utf8_next(&at);
        }
        length = (size_t)(fits - text);
        out->size = out->length + length + 1;
    }
    memcpy(out->text + out->length, text, length);
    out->length += length;
    out->text[out->length] = '\0';
}

/* Takes a word back that the mark would have completed: " at". */
static void drop_at(struct output *out)
{
    static const char word[] = " at ";
    size_t length = sizeof word - 1;
    if (out->length >= length &&
        memcmp(out->text + out->length - length, word, length) == 0)
        out->length -= length;
    out->text[out->length] = '\0';
}

static int read_fields(const char *at, const char *end, uint64_t fields[FIELDS])
{
    int count = 0;
    while (at < end && count < FIELDS) {
        char *behind;
        fields[count++] = strtoull(at, &behind, 16);
        if (behind == at || behind > end)
            return 0;
        at = *behind == ',' ? behind + 1 : end;
    }
    return count;
}

static struct explore_location location_in(const uint64_t fields[FIELDS])
{
    return (struct explore_location){.address = fields[0],
                                     .size = (uint32_t)fields[1],
                                     .place = (enum explore_place)fields[2],
                                     .thread = (uint32_t)fields[3],
                                     .site = (const void *)(uintptr_t)fields[4],
                                     .offset = (int64_t)fields[5],
                                     .block = fields[6]};
}

/* What stands behind the fields of a variable's mark; `end` if there is nothing. */
static const char *behind_fields(const char *at, const char *end)
{
    int fields = 0;
    for (; at < end && fields < FIELDS; at++)
        fields += *at == ',';
    return at;
}

/* Puts the mark between `at` and `end` into words; "" when that can't be done. */
static void describe(struct debug_info *info, const char *at, const char *end,
                     char words[DEBUG_FILE + DEBUG_NAME])
{
    uint64_t fields[FIELDS] = {0};
    int count = at < end ? read_fields(at + 1, end, fields) : 0;
    words[0] = '\0';
    if (*at == 's' && count == 1) {
        debug_place(info, (const void *)(uintptr_t)fields[0], words,
                    DEBUG_FILE + DEBUG_NAME);
    } else if (*at == 'v' && count == FIELDS) {
        struct explore_location location = location_in(fields);
        const char *otherwise = behind_fields(at, end);
        if (debug_name(info, &location, NULL, words))
            return;
        if (otherwise < end)
            snprintf(words, DEBUG_NAME, "%.*s", (int)(end - otherwise), otherwise);
        else
            snprintf(words, DEBUG_NAME, "a variable");
    }
}

char *expand_marks(struct debug_info *info, const char *message, char *out, size_t size)
{
    struct output output = {.text = out, .size = size};
    char words[DEBUG_FILE + DEBUG_NAME];
    out[0] = '\0';
    while (*message) {
        const char *begin = strchr(message, MARK_BEGIN);
        const char *end = begin ? strchr(begin, MARK_END) : NULL;
        if (!end) {
            add(&output, message, strlen(message));
            break;
        }
        add(&output, message, (size_t)(begin - message));
        describe(info, begin + 1, end, words);
        if (words[0])
            add(&output, words, strlen(words));
        else
            drop_at(&output);
        message = end + 1;
    }
    return out;
}
