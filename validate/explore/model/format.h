/*
 * format.h - the memory that printf and scanf reach through their arguments.
 */
#ifndef FORMAT_H
#define FORMAT_H

#include <stdarg.h>

/* Strings that are read for %s, and counters that are written for %n. */
void format_reads(const char *format, va_list arguments, const void *site);

/* What a scanf that has stored `stored` values has written; called after it. */
void format_writes(const char *format, va_list arguments, int stored, const void *site);

#endif
