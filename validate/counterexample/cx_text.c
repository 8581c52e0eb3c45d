#define _GNU_SOURCE
#include "cx_text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *cx_keep(struct cx_text **texts, const char *text)
{
    size_t size = strlen(text) + 1;
    struct cx_text *piece = size > 1 ? malloc(sizeof *piece + size) : NULL;
    if (!piece)
        return "";
    memcpy(piece->text, text, size);
    piece->next = *texts;
    *texts = piece;
    return piece->text;
}

const char *cx_keepf(struct cx_text **texts, const char *format, ...)
{
    char *text;
    va_list values;
    va_start(values, format);
    int length = vasprintf(&text, format, values);
    va_end(values);
    if (length < 0)
        return "";
    const char *kept = cx_keep(texts, text);
    free(text);
    return kept;
}

void cx_free_texts(struct cx_text *texts)
{
    while (texts) {
        struct cx_text *next = texts->next;
        free(texts);
        texts = next;
    }
}
