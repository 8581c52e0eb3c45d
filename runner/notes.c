/* notes.c - see notes.h. */
#include "notes.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define NOTE_COUNT 16
#define NOTE_SIZE  400
#define LINE_WIDTH 78
#define INDENT     2 /* of every line; the first has its "- " there */

static char notes[NOTE_COUNT][NOTE_SIZE];
static size_t note_count;

void note(const char *format, ...)
{
    if (note_count == NOTE_COUNT)
        return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(notes[note_count++], NOTE_SIZE, format, arguments);
    va_end(arguments);
}

static void print_wrapped(const char *text)
{
    size_t column = INDENT;
    fputs("- ", stdout);
    while (*text) {
        size_t length = strcspn(text, " ");
        if (column > INDENT && column + 1 + length > LINE_WIDTH) {
            printf("\n%*s", INDENT, "");
            column = INDENT;
        } else if (column > INDENT) {
            putchar(' ');
            column++;
        }
        fwrite(text, 1, length, stdout);
        column += length;
        text += length;
        text += strspn(text, " ");
    }
    putchar('\n');
}

void notes_print(void)
{
    if (note_count > 0)
        putchar('\n');
    for (size_t i = 0; i < note_count; i++)
        print_wrapped(notes[i]);
    note_count = 0;
}
