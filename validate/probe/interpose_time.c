/*
 * interpose_time.c - clocks and sleeps. What a check can order with arguments:
 *   clock_back_s=n   somebody sets the clock back: every clock that can be set jumps by n
 *                    seconds after its first reading; the monotonic ones don't
 *   first_ns=n       clock_gettime's clocks that follow the wall are shifted, so that the
 *                    first reading is n nanoseconds after the begin of a second;
 *                    differences stay what they are
 *   fail_clock_gettime=k   the k-th reading of any clock fails with ENOTSUP, as clock_gettime(2) allows
 *   pass_s=n         n seconds pass on these clocks while the jobs run: from the first job on they
 *                    are so much ahead
 */
#include <errno.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "explore.h"
#include "interpose.h"
#include "scenario.h"

#define NS_A_SECOND 1000000000L

/* Seconds to take off a reading of a clock that can be set. */
static int64_t set_back_by(void)
{
    static _Atomic uint32_t readings;
    return atomic_fetch_add(&readings, 1) == 0 ? 0 : arg_int("clock_back_s", 0);
}

static bool can_be_set(clockid_t clock)
{
    return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE ||
           clock == CLOCK_TAI;
}

static bool is_processor_time(clockid_t clock)
{
    return clock == CLOCK_PROCESS_CPUTIME_ID || clock == CLOCK_THREAD_CPUTIME_ID ||
           clock < 0; /* another process's or thread's, from clock_getcpuclockid(3) */
}

/* Does what first_ns orders. The shift is found at the first reading, and the same for all
 * later ones. */
static void shift(struct timespec *now)
{
    static _Atomic long shift_ns = -1;
    long none = -1, first_ns = arg_int("first_ns", -1);
    if (first_ns < 0)
        return;
    long to_first = (first_ns - now->tv_nsec + NS_A_SECOND) % NS_A_SECOND;
    atomic_compare_exchange_strong(&shift_ns, &none, to_first);
    now->tv_nsec += atomic_load(&shift_ns);
    now->tv_sec += now->tv_nsec / NS_A_SECOND;
    now->tv_nsec %= NS_A_SECOND;
}

static int unreadable(void)
{
    errno = ENOTSUP;
    return -1;
}

/* Does what pass_s orders. The jobs say when they run; it is no matter of how often or when the
 * clock is read before and behind them. */
static void pass(struct timespec *now)
{
    if (evidence()->trace.count > 0)
        now->tv_sec += arg_int("pass_s", 0);
}

int lab_clock_gettime(clockid_t clock, struct timespec *now)
{
    if (call_must_fail(CALL_CLOCK_GETTIME, CALL_SITE))
        return unreadable();
    if (explore_is_running())
        return explore_clock_gettime(clock, now);
    int answer = clock_gettime(clock, now);
    if (answer == 0 && can_be_set(clock))
        now->tv_sec -= set_back_by();
    if (answer == 0 && !is_processor_time(clock)) {
        shift(now);
        pass(now);
    }
    return answer;
}

int lab_gettimeofday(struct timeval *now, void *zone)
{
    if (call_must_fail(CALL_CLOCK_GETTIME, CALL_SITE))
        return unreadable();
    int answer = gettimeofday(now, zone);
    if (answer == 0)
        now->tv_sec -= set_back_by();
    return answer;
}

time_t lab_time(time_t *where)
{
    if (call_must_fail(CALL_CLOCK_GETTIME, CALL_SITE))
        return unreadable();
    time_t now = time(NULL) - set_back_by();
    if (where)
        *where = now;
    return now;
}

int lab_timespec_get(struct timespec *now, int base)
{
    if (call_must_fail(CALL_CLOCK_GETTIME, CALL_SITE)) {
        unreadable();
        return 0;
    }
    int answer = timespec_get(now, base);
    if (answer == TIME_UTC)
        now->tv_sec -= set_back_by();
    return answer;
}

int lab_nanosleep(const struct timespec *time, struct timespec *left)
{
    call_must_fail(CALL_SLEEP, CALL_SITE);
    return explore_is_running() ? explore_nanosleep(time, left) : nanosleep(time, left);
}

int lab_clock_nanosleep(clockid_t clock, int flags, const struct timespec *time,
                        struct timespec *left)
{
    call_must_fail(CALL_SLEEP, CALL_SITE);
    if (explore_is_running())
        return explore_clock_nanosleep(clock, flags, time, left);
    return clock_nanosleep(clock, flags, time, left);
}

int lab_usleep(useconds_t microseconds)
{
    call_must_fail(CALL_SLEEP, CALL_SITE);
    return explore_is_running() ? explore_usleep(microseconds) : usleep(microseconds);
}

unsigned lab_sleep(unsigned seconds)
{
    call_must_fail(CALL_SLEEP, CALL_SITE);
    return explore_is_running() ? explore_sleep(seconds) : sleep(seconds);
}
