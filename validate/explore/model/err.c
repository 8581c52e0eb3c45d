/*
 * err.c - err and warn: a message to stderr, with or without the reason, and for err the end
 * of the process.
 */
#define _GNU_SOURCE /* error */
#include <err.h>
#include <errno.h>
#include <error.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "library.h"
#include "models.h"

#define PROGRAM "program" /* how every program is called; see argv[0] */

/* Prints "program: message: reason"; a reason of 0 is left out, and so is no message. */
static void complain(const char *format, va_list arguments, int reason, const void *site)
{
    explore_at(site);
    explore_fputs(PROGRAM, stderr);
    if (format != NULL) {
        explore_fputs(": ", stderr);
        explore_at(site);
        explore_vfprintf(stderr, format, arguments);
    }
    if (reason != 0) {
        explore_fputs(": ", stderr);
        explore_fputs(strerror(reason), stderr);
    }
    explore_fputc('\n', stderr);
}

#define COMPLAIN(reason)                                                                 \
    va_list arguments;                                                                   \
    va_start(arguments, format);                                                         \
    complain(format, arguments, reason, site);                                           \
    va_end(arguments)

static _Noreturn void leave(int status, const void *site)
{
    explore_at(site);
    explore_exit(status);
}

void explore_warn(const char *format, ...)
{
    const void *site = CALL_SITE();
    COMPLAIN(errno);
}

void explore_warnx(const char *format, ...)
{
    const void *site = CALL_SITE();
    COMPLAIN(0);
}

void explore_vwarn(const char *format, va_list arguments)
{
    complain(format, arguments, errno, CALL_SITE());
}

void explore_vwarnx(const char *format, va_list arguments)
{
    complain(format, arguments, 0, CALL_SITE());
}

void explore_err(int status, const char *format, ...)
{
    const void *site = CALL_SITE();
    COMPLAIN(errno);
    leave(status, site);
}

void explore_errx(int status, const char *format, ...)
{
    const void *site = CALL_SITE();
    COMPLAIN(0);
    leave(status, site);
}

void explore_verr(int status, const char *format, va_list arguments)
{
    const void *site = CALL_SITE();
    complain(format, arguments, errno, site);
    leave(status, site);
}

void explore_verrx(int status, const char *format, va_list arguments)
{
    const void *site = CALL_SITE();
    complain(format, arguments, 0, site);
    leave(status, site);
}

void explore_error(int status, int reason, const char *format, ...)
{
    const void *site = CALL_SITE();
    COMPLAIN(reason);
    if (status != 0)
        leave(status, site);
}
