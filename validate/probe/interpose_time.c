/*
 * interpose_time.c - clocks and sleeps. A check can order that somebody sets the clock back
 * (the argument clock_back_s): every clock that can be set then jumps back after its first
 * reading; the monotonic ones don't.
 */
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "explore.h"
#include "interpose.h"
#include "scenario.h"

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

int lab_clock_gettime(clockid_t clock, struct timespec *now)
{
    call_must_fail(CALL_CLOCK_GETTIME, CALL_SITE);
    if (explore_is_running())
        return explore_clock_gettime(clock, now);
    int answer = clock_gettime(clock, now);
    if (answer == 0 && can_be_set(clock))
        now->tv_sec -= set_back_by();
    return answer;
}

int lab_gettimeofday(struct timeval *now, void *zone)
{
    call_must_fail(CALL_CLOCK_GETTIME, CALL_SITE);
    int answer = gettimeofday(now, zone);
    if (answer == 0)
        now->tv_sec -= set_back_by();
    return answer;
}

time_t lab_time(time_t *where)
{
    call_must_fail(CALL_CLOCK_GETTIME, CALL_SITE);
    time_t now = time(NULL) - set_back_by();
    if (where)
        *where = now;
    return now;
}

int lab_timespec_get(struct timespec *now, int base)
{
    call_must_fail(CALL_CLOCK_GETTIME, CALL_SITE);
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
