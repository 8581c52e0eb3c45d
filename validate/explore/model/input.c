/*
 * input.c - reading the standard input, which is empty, and strings by scanf.
 *
 * That the program reads it at all is remembered: what it does with real input is not what
 * was explored.
 */
#include "input.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "access.h"
#include "format.h"
#include "library.h"
#include "models.h"

static bool was_read;   /* in any schedule */
static bool end_is_met; /* in this one: feof(stdin) */

bool input_was_read(void)
{
    return was_read;
}

void input_read(void)
{
    was_read = true;
    end_is_met = true;
}

void input_reset(void)
{
    end_is_met = false;
}

/* Any other stream is one that the program can't have opened. */
static void read_stream(const FILE *stream, const char *name, const void *site)
{
    if (explore_is_running() && stream != stdin)
        unsupported_call(name, site);
    input_read();
}

int explore_getchar(void)
{
    read_stream(stdin, "getchar", CALL_SITE());
    return EOF;
}

int explore_getc(FILE *stream)
{
    read_stream(stream, "getc", CALL_SITE());
    return EOF;
}

int explore_fgetc(FILE *stream)
{
    read_stream(stream, "fgetc", CALL_SITE());
    return EOF;
}

char *explore_fgets(char *line, int size, FILE *stream)
{
    (void)line;
    (void)size;
    read_stream(stream, "fgets", CALL_SITE());
    return NULL;
}

ssize_t explore_getline(char **line, size_t *size, FILE *stream)
{
    (void)line;
    (void)size;
    read_stream(stream, "getline", CALL_SITE());
    return -1;
}

size_t explore_fread(void *items, size_t size, size_t count, FILE *stream)
{
    (void)items;
    (void)size;
    (void)count;
    read_stream(stream, "fread", CALL_SITE());
    return 0;
}

int explore_scanf(const char *format, ...)
{
    (void)format;
    read_stream(stdin, "scanf", CALL_SITE());
    return EOF;
}

int explore_vscanf(const char *format, va_list arguments)
{
    (void)format;
    (void)arguments;
    read_stream(stdin, "vscanf", CALL_SITE());
    return EOF;
}

int explore_fscanf(FILE *stream, const char *format, ...)
{
    (void)format;
    read_stream(stream, "fscanf", CALL_SITE());
    return EOF;
}

int explore_feof(FILE *stream)
{
    return explore_is_running() ? stream == stdin && end_is_met : feof(stream);
}

/* The values are stored before the explorer hears of it: only then is it known which. */
static int scan_string(const char *string, const char *format, va_list arguments,
                       const void *site)
{
    access_string(string, site);
    va_list again;
    va_copy(again, arguments);
    int stored = vsscanf(string, format, again);
    va_end(again);
    format_writes(format, arguments, stored, site);
    return stored;
}

int explore_vsscanf(const char *string, const char *format, va_list arguments)
{
    return scan_string(string, format, arguments, CALL_SITE());
}

int explore_sscanf(const char *string, const char *format, ...)
{
    const void *site = CALL_SITE();
    va_list arguments;
    va_start(arguments, format);
    int stored = scan_string(string, format, arguments, site);
    va_end(arguments);
    return stored;
}

/* ---- the same by other names ------------------------------------------------------ */

int explore___isoc99_scanf(const char *format, ...)
    __attribute__((alias("explore_scanf")));
int explore___isoc99_vscanf(const char *format, va_list arguments)
    __attribute__((alias("explore_vscanf")));
int explore___isoc99_fscanf(FILE *stream, const char *format, ...)
    __attribute__((alias("explore_fscanf")));
int explore___isoc99_sscanf(const char *string, const char *format, ...)
    __attribute__((alias("explore_sscanf")));
int explore___isoc99_vsscanf(const char *string, const char *format, va_list arguments)
    __attribute__((alias("explore_vsscanf")));
int explore_getchar_unlocked(void) __attribute__((alias("explore_getchar")));
int explore_getc_unlocked(FILE *stream) __attribute__((alias("explore_getc")));
