/*
 * print.c - printf and its relatives: to stdout and stderr, and into memory.
 *
 * What goes to a stream is formatted here and handed to printed.c; the real streams are
 * never touched, so nothing of libc is left half done when a schedule is abandoned. The lock
 * of a stream orders nothing.
 */
#define _GNU_SOURCE /* vasprintf */
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access.h"
#include "format.h"
#include "heap.h"
#include "library.h"
#include "models.h"
#include "printed.h"
#include "schedule.h"

#define SHORT_TEXT 512 /* bytes that are formatted without memory of their own */

static bool is_open_for_writing(const FILE *stream)
{
    return stream == stdout || stream == stderr;
}

/* Prints a part of what is printed, inside a schedule, or really. */
static void put_part(FILE *stream, const char *bytes, size_t count)
{
    if (explore_is_running())
        printed_write(bytes, count);
    else
        fwrite(bytes, 1, count, stream);
}

/* Prints all, or the last part. */
static void put(FILE *stream, const char *bytes, size_t count)
{
    put_part(stream, bytes, count);
    printed_done();
}

/* Ends the schedule unless the stream is one that is modelled. */
static void check_stream(const FILE *stream, const char *name, const void *site)
{
    if (explore_is_running() && !is_open_for_writing(stream))
        unsupported_call(name, site);
}

/* `name` is the function's. Returns what printf does. */
static int print(FILE *stream, const char *name, const char *format, va_list arguments,
                 const void *site)
{
    char text[SHORT_TEXT];
    va_list again;
    check_stream(stream, name, site);
    format_reads(format, arguments, site);
    va_copy(again, arguments);
    int length = vsnprintf(text, sizeof text, format, arguments);
    if (length < (int)sizeof text) {
        if (length >= 0)
            put(stream, text, (size_t)length);
        va_end(again);
        return length;
    }
    char *whole = malloc((size_t)length + 1);
    if (whole == NULL)
        length = -1;
    else
        put(stream, whole, (size_t)vsprintf(whole, format, again));
    free(whole);
    va_end(again);
    return length;
}

#define WITH_ARGUMENTS(last, result)                                                     \
    va_list arguments;                                                                   \
    va_start(arguments, last);                                                           \
    int returned = (result);                                                             \
    va_end(arguments);                                                                   \
    return returned

int explore_printf(const char *format, ...)
{
    const void *site = CALL_SITE();
    WITH_ARGUMENTS(format, print(stdout, "printf", format, arguments, site));
}

int explore_vprintf(const char *format, va_list arguments)
{
    return print(stdout, "vprintf", format, arguments, CALL_SITE());
}

int explore_fprintf(FILE *stream, const char *format, ...)
{
    const void *site = CALL_SITE();
    WITH_ARGUMENTS(format, print(stream, "fprintf", format, arguments, site));
}

int explore_vfprintf(FILE *stream, const char *format, va_list arguments)
{
    return print(stream, "vfprintf", format, arguments, CALL_SITE());
}

int explore_dprintf(int fd, const char *format, ...)
{
    const void *site = CALL_SITE();
    FILE *stream = fd == 1 ? stdout : fd == 2 ? stderr : NULL;
    WITH_ARGUMENTS(format, print(stream, "dprintf", format, arguments, site));
}

int explore_puts(const char *string)
{
    size_t length = access_string(string, CALL_SITE());
    put_part(stdout, string, length);
    put(stdout, "\n", 1);
    return 1;
}

static int put_string(FILE *stream, const char *name, const char *string,
                      const void *site)
{
    check_stream(stream, name, site);
    put(stream, string, access_string(string, site));
    return 1;
}

int explore_fputs(const char *string, FILE *stream)
{
    return put_string(stream, "fputs", string, CALL_SITE());
}

static int put_character(FILE *stream, const char *name, int character, const void *site)
{
    char byte = (char)character;
    check_stream(stream, name, site);
    put(stream, &byte, 1);
    return (unsigned char)byte;
}

int explore_putchar(int character)
{
    return put_character(stdout, "putchar", character, CALL_SITE());
}

int explore_fputc(int character, FILE *stream)
{
    return put_character(stream, "fputc", character, CALL_SITE());
}

int explore_putc(int character, FILE *stream)
{
    return put_character(stream, "putc", character, CALL_SITE());
}

size_t explore_fwrite(const void *items, size_t size, size_t count, FILE *stream)
{
    const void *site = CALL_SITE();
    check_stream(stream, "fwrite", site);
    reads(items, size * count, site);
    put(stream, items, size * count);
    return size > 0 ? count : 0;
}

void explore_perror(const char *string)
{
    const char *reason = strerror(errno);
    const void *site = CALL_SITE();
    if (string != NULL && *string != '\0') {
        put_part(stderr, string, access_string(string, site));
        put_part(stderr, ": ", 2);
    }
    put_part(stderr, reason, strlen(reason));
    put(stderr, "\n", 1);
}

/* All that a program may do with a stream that it has not opened itself. */
int explore_fflush(FILE *stream)
{
    const void *site = CALL_SITE();
    if (stream != NULL && stream != stdin)
        check_stream(stream, "fflush", site);
    return explore_is_running() ? 0 : fflush(stream);
}

int explore_fclose(FILE *stream)
{
    const void *site = CALL_SITE();
    if (stream != stdin)
        check_stream(stream, "fclose", site);
    return explore_is_running() ? 0 : fclose(stream);
}

/* ---- into memory ------------------------------------------------------------------ */

static int print_to(char *target, size_t size, const char *format, va_list arguments,
                    const void *site)
{
    va_list again;
    format_reads(format, arguments, site);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0 || size == 0)
        return length;
    size_t needed = (size_t)length + 1;
    writes(target, needed < size ? needed : size, site);
    return vsnprintf(target, needed < size ? needed : size, format, arguments);
}

int explore_sprintf(char *target, const char *format, ...)
{
    const void *site = CALL_SITE();
    WITH_ARGUMENTS(format, print_to(target, SIZE_MAX, format, arguments, site));
}

int explore_vsprintf(char *target, const char *format, va_list arguments)
{
    return print_to(target, SIZE_MAX, format, arguments, CALL_SITE());
}

int explore_snprintf(char *target, size_t size, const char *format, ...)
{
    const void *site = CALL_SITE();
    WITH_ARGUMENTS(format, print_to(target, size, format, arguments, site));
}

int explore_vsnprintf(char *target, size_t size, const char *format, va_list arguments)
{
    return print_to(target, size, format, arguments, CALL_SITE());
}

static int print_to_new(char **target, const char *format, va_list arguments,
                        const void *site)
{
    va_list again;
    format_reads(format, arguments, site);
    writes(target, sizeof *target, site);
    if (!explore_is_running())
        return vasprintf(target, format, arguments);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    *target = length < 0 ? NULL : heap_allocate((size_t)length + 1, 1, site);
    if (*target == NULL)
        return -1;
    return vsnprintf(*target, (size_t)length + 1, format, arguments);
}

int explore_asprintf(char **target, const char *format, ...)
{
    const void *site = CALL_SITE();
    WITH_ARGUMENTS(format, print_to_new(target, format, arguments, site));
}

int explore_vasprintf(char **target, const char *format, va_list arguments)
{
    return print_to_new(target, format, arguments, CALL_SITE());
}

int explore_vdprintf(int fd, const char *format, va_list arguments)
{
    FILE *stream = fd == 1 ? stdout : fd == 2 ? stderr : NULL;
    return print(stream, "vdprintf", format, arguments, CALL_SITE());
}

/* ---- the same by other names ------------------------------------------------------ */

int explore_fputs_unlocked(const char *string, FILE *stream)
    __attribute__((alias("explore_fputs")));
int explore_fputc_unlocked(int character, FILE *stream)
    __attribute__((alias("explore_fputc")));
int explore_putc_unlocked(int character, FILE *stream)
    __attribute__((alias("explore_putc")));
int explore_putchar_unlocked(int character) __attribute__((alias("explore_putchar")));
size_t explore_fwrite_unlocked(const void *items, size_t size, size_t count, FILE *stream)
    __attribute__((alias("explore_fwrite")));
int explore_fflush_unlocked(FILE *stream) __attribute__((alias("explore_fflush")));
