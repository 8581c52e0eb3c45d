/*
 * jobs.c - the fixed jobs module; see jobs.h for what it promises.
 *
 * The metadata service is simulated: an answer is computed from the entry, and the time
 * it takes is slept. So every run of the lab gives the same results, offline.
 */
#include "jobs.h"

#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "jobs_trace.h"

#define NS_PER_US     1000ull
#define NS_PER_S      1000000000ull
#define REPLY_PARTS   2   /* parts in which a non-blocking reply comes */
#define MIXES_A_ROUND 256 /* so that a round of the engine takes about a microsecond */

/* Set before the jobs start, only read while they run: no lock needed. */
static struct job_trace *trace;
static void (*virtual_wait)(uint64_t nanoseconds);
static void (*tell_begun)(int timer);
static void (*tell_writing)(void *address, size_t size);
static bool engine_is_reentrant;

/* The engine's lock: held while a checksum is computed, unless the engine is reentrant.
 */
static pthread_mutex_t engine_lock = PTHREAD_MUTEX_INITIALIZER;

void jobs_trace_to(struct job_trace *to)
{
    trace = to;
}

void jobs_wait_with(void (*wait)(uint64_t nanoseconds))
{
    virtual_wait = wait;
}

void jobs_tell_begun(void (*begun)(int timer))
{
    tell_begun = begun;
}

void jobs_tell_writing(void (*writing)(void *address, size_t size))
{
    tell_writing = writing;
}

static void writes(void *address, size_t size)
{
    if (tell_writing)
        tell_writing(address, size);
}

int jobs_use_engine(const char *name)
{
    if (name && strcmp(name, "locked") == 0) {
        engine_is_reentrant = false;
    } else if (name && strcmp(name, "reentrant") == 0) {
        engine_is_reentrant = true;
    } else {
        errno = EINVAL;
        return -1;
    }
    return 0;
}

/* ---- the trace -------------------------------------------------------------------- */

static uint64_t monotonic_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * NS_PER_S + (uint64_t)now.tv_nsec;
}

static void record(enum job_event_kind kind, const CatalogEntry *entry, unsigned flags)
{
    if (!trace)
        return;
    /* Relaxed: a stronger order would order the callers as well, and ThreadSanitizer would
     * take their races for ordered accesses. */
    uint32_t place = atomic_fetch_add_explicit(&trace->count, 1, memory_order_relaxed);
    if (place >= JOB_TRACE_CAPACITY)
        return;
    struct job_event *event = &trace->events[place];
    event->ns = monotonic_ns();
    event->pid = getpid();
    event->tid = (int32_t)syscall(SYS_gettid);
    event->entry_id = entry->id;
    event->flags = (uint8_t)flags;
    event->kind = (uint8_t)kind;
    errno = ETIME; /* after a success errno may hold anything; a failure sets it later */
}

/* The futex is not private: workers may be processes, and the watcher is one. */
static void futex_wait(_Atomic uint32_t *word, uint32_t while_value)
{
    syscall(SYS_futex, word, FUTEX_WAIT, while_value, NULL, NULL, 0);
}

static void futex_wake_all(_Atomic uint32_t *word)
{
    syscall(SYS_futex, word, FUTEX_WAKE, INT32_MAX, NULL, NULL, 0);
}

static void rendezvous_end(struct job_rendezvous *meeting, uint32_t how)
{
    uint32_t open = RENDEZVOUS_OPEN;
    if (atomic_compare_exchange_strong(&meeting->state, &open, how))
        futex_wake_all(&meeting->state);
}

void jobs_rendezvous_give_up(struct job_trace *watched)
{
    rendezvous_end(&watched->rendezvous, RENDEZVOUS_GIVEN_UP);
}

/* Called inside a job of `kind`, before its work. */
static void meet(enum job_event_kind kind)
{
    if (!trace || trace->rendezvous.size == 0 || trace->rendezvous.kind != (uint32_t)kind)
        return;
    struct job_rendezvous *meeting = &trace->rendezvous;
    if (atomic_fetch_add(&meeting->inside, 1) + 1 >= meeting->size)
        rendezvous_end(meeting, RENDEZVOUS_MET);
    while (atomic_load(&meeting->state) == RENDEZVOUS_OPEN)
        futex_wait(&meeting->state, RENDEZVOUS_OPEN);
}

static bool ordered_to_fail(const CatalogEntry *entry)
{
    if (!trace)
        return false;
    bool is_the_one = trace->fail_entry_id != 0 && trace->fail_entry_id == entry->id;
    return is_the_one || (trace->fail_from_id != 0 && trace->fail_from_id <= entry->id);
}

static void die_if_ordered(const CatalogEntry *entry)
{
    if (trace && trace->kill_entry_id != 0 && trace->kill_entry_id == entry->id)
        kill(getpid(), SIGKILL);
}

/* ---- look-ups ---------------------------------------------------------------------- */

/* splitmix64's output function (Steele, Lea, Flood: Fast Splittable Pseudorandom Number
 * Generators, OOPSLA 2014): every bit of the input reaches every bit of the output. */
static uint64_t mix(uint64_t z)
{
    z += 0x9e3779b97f4a7c15ull;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return z ^ (z >> 31);
}

static uint64_t entry_digest(const CatalogEntry *entry)
{
    uint64_t digest = mix((uint64_t)entry->id);
    for (size_t i = 0; i < TITLE_SIZE && entry->title[i]; i++)
        digest = mix(digest ^ (unsigned char)entry->title[i]);
    return digest;
}

static void answer(const CatalogEntry *entry, Metadata *metadata)
{
    static const char *const genres[] = {"comedy",  "documentary", "drama",   "fantasy",
                                         "mystery", "romance",     "science", "thriller"};
    uint64_t digest = entry_digest(entry);
    writes(metadata, sizeof *metadata);
    memset(metadata, 0, sizeof *metadata);
    metadata->year = 1925 + (int)(digest % 100);
    snprintf(metadata->genre, sizeof metadata->genre, "%s", genres[(digest >> 32) % 8]);
}

/* Sleeps until an absolute time, so that a signal in between doesn't lengthen the wait.
 */
static void wait_ns(uint64_t nanoseconds)
{
    if (virtual_wait) {
        virtual_wait(nanoseconds);
        return;
    }
    uint64_t end = monotonic_ns() + nanoseconds;
    struct timespec until = {.tv_sec = (time_t)(end / NS_PER_S),
                             .tv_nsec = (long)(end % NS_PER_S)};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR)
        continue;
}

int io_fetch(const CatalogEntry *entry, Metadata *metadata)
{
    if (!entry || !metadata) {
        errno = EINVAL;
        return -1;
    }
    record(JOB_LOOKUP_BEGIN, entry, 0);
    meet(JOB_LOOKUP_BEGIN);
    wait_ns(entry->lookup_us * NS_PER_US);
    die_if_ordered(entry);
    bool failed = ordered_to_fail(entry);
    record(JOB_LOOKUP_END, entry, failed ? JOB_FAILED : 0);
    if (failed) {
        errno = EIO;
        return -1;
    }
    answer(entry, metadata);
    return 0;
}

/* A timer stands for the service's socket: it becomes readable when half of the time has
 * passed (the first part of the reply), and again at the end (the second). */
static int open_reply_timer(const CatalogEntry *entry)
{
    uint64_t half_ns = entry->lookup_us * NS_PER_US / REPLY_PARTS;
    if (half_ns == 0)
        half_ns = 1; /* zero would disarm the timer */
    struct timespec half = {.tv_sec = (time_t)(half_ns / NS_PER_S),
                            .tv_nsec = (long)(half_ns % NS_PER_S)};
    struct itimerspec parts = {.it_value = half, .it_interval = half};
    int fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    if (fd >= 0)
        timerfd_settime(fd, 0, &parts, NULL);
    return fd;
}

int io_fetch_begin(Fetch *fetch, const CatalogEntry *entry)
{
    if (fetch)
        *fetch = (Fetch){.fd = -1};
    if (!fetch || !entry) {
        errno = EINVAL;
        return -1;
    }
    int fd = open_reply_timer(entry);
    if (fd < 0)
        return -1;
    *fetch = (Fetch){.fd = fd, .entry = entry};
    if (tell_begun)
        tell_begun(fd);
    record(JOB_LOOKUP_BEGIN, entry, JOB_NONBLOCKING);
    return 0;
}

/* Takes at most one part a call, however late the caller comes, so that 'readable' is
 * never 'whole' at the first time: what a caller must handle doesn't depend on its speed.
 */
static bool reply_is_whole(Fetch *fetch)
{
    uint64_t expirations;
    if (read(fetch->fd, &expirations, sizeof expirations) == (ssize_t)sizeof expirations)
        fetch->parts++;
    return fetch->parts >= REPLY_PARTS;
}

static void close_fetch(Fetch *fetch)
{
    close(fetch->fd);
    fetch->fd = -1;
}

int io_fetch_end(Fetch *fetch, Metadata *metadata)
{
    if (!fetch || !metadata || fetch->fd < 0) {
        errno = EINVAL;
        return -1;
    }
    if (!reply_is_whole(fetch)) {
        errno = EAGAIN;
        return -1;
    }
    bool failed = ordered_to_fail(fetch->entry);
    record(JOB_LOOKUP_END, fetch->entry, JOB_NONBLOCKING | (failed ? JOB_FAILED : 0));
    close_fetch(fetch);
    if (failed) {
        errno = EIO;
        return -1;
    }
    answer(fetch->entry, metadata);
    return 0;
}

void io_fetch_cancel(Fetch *fetch)
{
    if (!fetch || fetch->fd < 0)
        return;
    int kept = errno;
    record(JOB_LOOKUP_END, fetch->entry, JOB_NONBLOCKING | JOB_FAILED);
    close_fetch(fetch);
    errno = kept;
}

/* ---- checksums ----------------------------------------------------------------------
 */

/* A child made by fork() while another thread holds the engine's lock would inherit it
 * locked for ever: take it around the fork (POSIX, pthread_atfork, rationale). */
static void lock_engine_for_fork(void)
{
    pthread_mutex_lock(&engine_lock);
}

static void unlock_engine_after_fork(void)
{
    pthread_mutex_unlock(&engine_lock);
}

__attribute__((constructor)) static void make_engine_fork_safe(void)
{
    if (pthread_atfork(lock_engine_for_fork, unlock_engine_after_fork,
                       unlock_engine_after_fork) != 0)
        abort(); /* out of memory before main: nothing can run */
}

static uint64_t compute(const CatalogEntry *entry)
{
    uint64_t sum = entry_digest(entry);
    for (unsigned round = 0; round < entry->hash_rounds; round++)
        for (unsigned i = 0; i < MIXES_A_ROUND; i++)
            sum = mix(sum + i);
    return sum;
}

int cpu_hash(const CatalogEntry *entry, uint64_t *checksum)
{
    if (!entry || !checksum) {
        errno = EINVAL;
        return -1;
    }
    bool locked = !engine_is_reentrant;
    writes(checksum, sizeof *checksum); /* told without the lock: others may run there */
    if (locked)
        pthread_mutex_lock(&engine_lock);
    record(JOB_HASH_BEGIN, entry, 0);
    meet(JOB_HASH_BEGIN);
    die_if_ordered(entry);
    *checksum = compute(entry);
    record(JOB_HASH_END, entry, 0);
    if (locked)
        pthread_mutex_unlock(&engine_lock);
    return 0;
}

/* ---- jobs ----------------------------------------------------------------------------
 */

static int start_result(const CatalogEntry *entry, JobResult *result)
{
    if (!entry || !result) {
        errno = EINVAL;
        return -1;
    }
    writes(result, sizeof *result);
    memset(result, 0, sizeof *result);
    result->entry_id = entry->id;
    return 0;
}

int lookup_job(const CatalogEntry *entry, JobResult *result)
{
    if (start_result(entry, result) != 0)
        return -1;
    return io_fetch(entry, &result->metadata);
}

int hash_job(const CatalogEntry *entry, JobResult *result)
{
    if (start_result(entry, result) != 0)
        return -1;
    return cpu_hash(entry, &result->checksum);
}

int process_job(const CatalogEntry *entry, JobResult *result)
{
    if (lookup_job(entry, result) != 0)
        return -1;
    return cpu_hash(entry, &result->checksum);
}
