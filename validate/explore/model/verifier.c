/*
 * verifier.c - the functions that programs of the software verification competition (SV-COMP)
 * expect their judge to bring, in case a program doesn't bring them itself.
 *
 * A value that may be anything is drawn from a small range: enough to go both ways at most
 * branches, and small enough to end loops.
 */
#include "verifier.h"

#include <pthread.h>
#include <stdint.h>

#include "finding.h"
#include "library.h"
#include "models.h"
#include "schedule.h"

#define ANY 4 /* values are 0 to ANY - 1 */

static long any_value(void)
{
    return explore_rand() / 16 % ANY;
}

#define ANY_OF(type, name)                                                               \
    type explore___VERIFIER_nondet_##name(void)                                          \
    {                                                                                    \
        CALL_ON();                                                                       \
        return (type)any_value();                                                        \
    }

ANY_OF(char, char)
ANY_OF(unsigned char, uchar)
ANY_OF(short, short)
ANY_OF(unsigned short, ushort)
ANY_OF(int, int)
ANY_OF(unsigned, uint)
ANY_OF(unsigned, unsigned)
ANY_OF(long, long)
ANY_OF(unsigned long, ulong)
ANY_OF(long long, longlong)
ANY_OF(unsigned long long, ulonglong)
ANY_OF(float, float)
ANY_OF(double, double)
ANY_OF(size_t, size_t)

bool explore___VERIFIER_nondet_bool(void)
{
    CALL_ON();
    return any_value() % 2 != 0;
}

/* A schedule in which an assumption doesn't hold says nothing about the program: it ends, and
 * nothing was wrong. But where only the made-up values can be the reason, no schedule would ever
 * say anything. */
static _Noreturn void end_schedule_that_says_nothing(const void *site)
{
    struct thread *self = schedule.current;
    if (schedule.thread_count > 1)
        schedule_stop(EXPLORE_CLEAN);
    self->pending = (struct operation){.op = EXPLORE_OP_NONE};
    stop_with(EXPLORE_UNSUPPORTED,
              "%s assumes%s what doesn't hold for the values that the explorer made up.",
              self->name, report_at(site));
}

void explore___VERIFIER_assume(int condition)
{
    const void *site = CALL_SITE();
    if (!condition)
        end_schedule_that_says_nothing(site);
}

static _Noreturn void violate(const char *what, const void *site)
{
    struct thread *self = schedule.current;
    self->pending = (struct operation){.op = EXPLORE_OP_NONE};
    stop_with(EXPLORE_ASSERTION, "%s calls %s%s.", self->name, what, report_at(site));
}

void explore___VERIFIER_error(void)
{
    violate("__VERIFIER_error", CALL_SITE());
}

void explore_reach_error(void)
{
    violate("reach_error", CALL_SITE());
}

void explore___VERIFIER_assert(int condition)
{
    const void *site = CALL_SITE();
    if (!condition)
        violate("__VERIFIER_assert with a condition that is false", site);
}

/* These programs define this function all alike: if (!condition) abort(); the name is the one
 * that `lab explore` gives to functions of the program. */
#define LONGEST_ASSUMPTION 64 /* bytes; the call lies in the first of a function */
extern const char assume_abort_if_not[] __asm__("\"program:assume_abort_if_not\"")
    __attribute__((weak));

void abort_for_assumption(const void *site)
{
    uintptr_t begin = (uintptr_t)assume_abort_if_not;
    if (begin != 0 && (uintptr_t)site - begin < LONGEST_ASSUMPTION)
        end_schedule_that_says_nothing(site);
}

/* ---- atomic sections: one lock for all -------------------------------------------- */

static pthread_mutex_t section = PTHREAD_MUTEX_INITIALIZER;

void explore___VERIFIER_atomic_begin(void)
{
    CALL_ON();
    explore_pthread_mutex_lock(&section);
}

void explore___VERIFIER_atomic_end(void)
{
    CALL_ON();
    explore_pthread_mutex_unlock(&section);
}
