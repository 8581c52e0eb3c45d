/*
 * clock.c - virtual time: sleeping, yielding, reading clocks.
 *
 * Time stands still while threads compute. It passes when nobody can run but somebody
 * sleeps (then up to the first deadline), and a little whenever a thread tries in vain,
 * yields, or reads a clock twice in a row: so a loop that polls the clock ends. While
 * schedules are explored a sleep may end early, as if the others had been that slow; and
 * none lasts for ever, though the others go on and on (candidates.c).
 */
#include "clock.h"

#include <errno.h>
#include <string.h>

#include "library.h"
#include "models.h"
#include "schedule.h"

#define NS_PER_S     1000000000ull
#define MONOTONIC_NS (1000ull * NS_PER_S)       /* of the monotonic clock at the start */
#define REALTIME_NS  (1700000000ull * NS_PER_S) /* of the wall clock at the start */
#define STEP_NS      1000u                      /* processor time of a step */
#define TICKS_PER_S  100u                       /* of times() */

/* What the clock shows at the start of a schedule. Returns 0, or -1: unknown clock. */
static int start_of(clockid_t clock, uint64_t *start)
{
    switch (clock) {
    case CLOCK_MONOTONIC:
    case CLOCK_MONOTONIC_RAW:
    case CLOCK_MONOTONIC_COARSE:
    case CLOCK_BOOTTIME:
        *start = MONOTONIC_NS;
        return 0;
    case CLOCK_REALTIME:
    case CLOCK_REALTIME_COARSE:
    case CLOCK_TAI:
        *start = REALTIME_NS;
        return 0;
    default:
        errno = EINVAL;
        return -1;
    }
}

static bool is_duration(const struct timespec *time)
{
    return time != NULL && time->tv_sec >= 0 && time->tv_nsec >= 0 &&
           time->tv_nsec < (long)NS_PER_S;
}

/* A time in ns; what doesn't fit stays just below NO_DEADLINE. */
static uint64_t ns_of(const struct timespec *time)
{
    uint64_t longest = (NO_DEADLINE - 1) / NS_PER_S - 1;
    uint64_t seconds = (uint64_t)time->tv_sec;
    return (seconds < longest ? seconds : longest) * NS_PER_S + (uint64_t)time->tv_nsec;
}

static uint64_t later(uint64_t now, uint64_t ns)
{
    return ns < NO_DEADLINE - 1 - now ? now + ns : NO_DEADLINE - 1;
}

int clock_deadline(clockid_t clock, const struct timespec *until, uint64_t *deadline)
{
    uint64_t start;
    if (start_of(clock, &start) == -1)
        return -1;
    if (until == NULL || until->tv_nsec < 0 || until->tv_nsec >= (long)NS_PER_S) {
        errno = EINVAL;
        return -1;
    }
    uint64_t moment = until->tv_sec < 0 ? 0 : ns_of(until);
    *deadline = moment > start + schedule.now ? moment - start : schedule.now;
    return 0;
}

static void sleep_until(uint64_t deadline)
{
    take_step((struct operation){
        .op = EXPLORE_OP_SLEEP, .ready = never_ready, .deadline = deadline});
}

void explore_wait_ns(uint64_t nanoseconds)
{
    if (explore_is_running()) {
        ENTER();
        sleep_until(later(schedule.now, nanoseconds));
        return;
    }
    struct timespec left = {.tv_sec = (time_t)(nanoseconds / NS_PER_S),
                            .tv_nsec = (long)(nanoseconds % NS_PER_S)};
    while (nanosleep(&left, &left) == -1 && errno == EINTR)
        continue;
}

static int sleep_for(const struct timespec *duration, struct timespec *remaining)
{
    if (!is_duration(duration)) {
        errno = EINVAL;
        return -1;
    }
    sleep_until(later(schedule.now, ns_of(duration)));
    if (remaining != NULL)
        *remaining = (struct timespec){0};
    return 0;
}

int explore_nanosleep(const struct timespec *duration, struct timespec *remaining)
{
    ENTER();
    return sleep_for(duration, remaining);
}

int explore_clock_nanosleep(clockid_t clock, int flags, const struct timespec *time,
                            struct timespec *remaining)
{
    ENTER();
    uint64_t deadline;
    if (flags & TIMER_ABSTIME) {
        if (clock_deadline(clock, time, &deadline) == -1)
            return EINVAL;
        sleep_until(deadline);
        return 0;
    }
    return start_of(clock, &deadline) == -1 || sleep_for(time, remaining) == -1 ? EINVAL
                                                                                : 0;
}

int explore_usleep(unsigned microseconds)
{
    ENTER();
    sleep_until(later(schedule.now, microseconds * 1000ull));
    return 0;
}

unsigned explore_sleep(unsigned seconds)
{
    ENTER();
    sleep_until(later(schedule.now, seconds * NS_PER_S));
    return 0;
}

int explore_sched_yield(void)
{
    ENTER();
    take_plain_step(EXPLORE_OP_YIELD, NULL);
    step_was_retry();
    return 0;
}

/* Takes the step of reading a clock. */
static void look_at_clock(struct thread *self)
{
    take_plain_step(EXPLORE_OP_CLOCK, NULL);
    if (++self->clock_reads > 1)
        step_was_retry();
}

static struct timespec timespec_of(uint64_t ns)
{
    return (struct timespec){.tv_sec = (time_t)(ns / NS_PER_S),
                             .tv_nsec = (long)(ns % NS_PER_S)};
}

/* What processor time the steps until now have taken, in virtual ns. */
static uint64_t processor_time(unsigned steps)
{
    return steps * (uint64_t)STEP_NS;
}

int explore_clock_gettime(clockid_t clock, struct timespec *time)
{
    struct thread *self = ENTER();
    const void *site = self->site;
    uint64_t start;
    look_at_clock(self);
    writes(time, sizeof *time, site);
    if (clock == CLOCK_PROCESS_CPUTIME_ID)
        *time = timespec_of(processor_time(schedule.step_count));
    else if (clock == CLOCK_THREAD_CPUTIME_ID)
        *time = timespec_of(processor_time(self->step_count));
    else if (start_of(clock, &start) == 0)
        *time = timespec_of(start + schedule.now);
    else
        return -1;
    return 0;
}

int explore_timespec_get(struct timespec *time, int base)
{
    CALL_ON();
    if (base != TIME_UTC)
        return 0;
    explore_clock_gettime(CLOCK_REALTIME, time);
    return base;
}

clock_t explore_clock(void)
{
    struct thread *self = ENTER();
    look_at_clock(self);
    return (clock_t)(processor_time(schedule.step_count) / (NS_PER_S / CLOCKS_PER_SEC));
}

int explore_gettimeofday(struct timeval *time, void *zone)
{
    struct thread *self = ENTER();
    const void *site = self->site;
    (void)zone;
    look_at_clock(self);
    writes(time, sizeof *time, site);
    uint64_t ns = REALTIME_NS + schedule.now;
    time->tv_sec = (time_t)(ns / NS_PER_S);
    time->tv_usec = (suseconds_t)(ns % NS_PER_S / 1000);
    return 0;
}

time_t explore_time(time_t *time)
{
    struct thread *self = ENTER();
    const void *site = self->site;
    look_at_clock(self);
    time_t seconds = (time_t)((REALTIME_NS + schedule.now) / NS_PER_S);
    if (time != NULL) {
        writes(time, sizeof *time, site);
        *time = seconds;
    }
    return seconds;
}

clock_t explore_times(struct tms *times)
{
    struct thread *self = ENTER();
    const void *site = self->site;
    const uint64_t tick = NS_PER_S / TICKS_PER_S;
    look_at_clock(self);
    if (times != NULL) {
        writes(times, sizeof *times, site);
        *times = (struct tms){.tms_utime =
                                  (clock_t)(processor_time(schedule.step_count) / tick)};
    }
    return (clock_t)((MONOTONIC_NS + schedule.now) / tick);
}

int explore_getrusage(int whose, struct rusage *usage)
{
    struct thread *self = ENTER();
    const void *site = self->site;
    look_at_clock(self);
    writes(usage, sizeof *usage, site);
    uint64_t ns =
        processor_time(whose == RUSAGE_SELF ? schedule.step_count : self->step_count);
    memset(usage, 0, sizeof *usage);
    usage->ru_utime = (struct timeval){.tv_sec = (time_t)(ns / NS_PER_S),
                                       .tv_usec = (suseconds_t)(ns % NS_PER_S / 1000)};
    return 0;
}

/* Of another thread it is the clock of whoever reads it. */
int explore_pthread_getcpuclockid(pthread_t thread, clockid_t *clock)
{
    const void *site = CALL_SITE();
    (void)thread;
    writes(clock, sizeof *clock, site);
    *clock = CLOCK_THREAD_CPUTIME_ID;
    return 0;
}
