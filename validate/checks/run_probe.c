#define _GNU_SOURCE
#include "run_probe.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "contain.h"
#include "files.h"
#include "probe.h"
#include "settings.h"

#define ARGUMENTS_MOST 32
#define ASK_TICKS      20
#define TICK_MS        10
#define TIME_LIMIT_S   4.5 /* so that a hang costs less than 5 s, its clean-up included */
#define MEETING_LIMIT_S                                                                  \
    2.0 /* how long a rendezvous waits while somebody might still come */
#define MEMORY_LIMIT (1ull << 30)
#define MEMORY_STRANGE                                                                   \
    (128ull << 20) /* at the end of the time: it was growing, not waiting */
#define PROCESS_LIMIT  128
#define THREAD_LIMIT   1024
#define FILE_LIMIT     1000 /* in the scratch folder, that of probes side by side included */
#define PIECES_AT_ONCE 16 /* of output, between two looks of the watchdog */

/* A run in progress. */
struct run {
    struct contained probe;
    struct probe_outcome *outcome;
    int output_fd; /* read end, -1 after end of file */
    size_t kept;   /* bytes in outcome->output */
    struct timespec began;
    uint64_t last_signature; /* of the last look in which everybody slept; 0: none */
};

static double seconds_since(const struct timespec *began)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - began->tv_sec) +
           (double)(now.tv_nsec - began->tv_nsec) / 1e9;
}

/* ---- output ------------------------------------------------------------------------------ */

/* Takes a piece of what is there, without waiting. What goes beyond the limit is read and
 * counted, so that the probe is never held up. Returns false when there is nothing. */
static bool take_piece(struct run *run)
{
    char spill[4096];
    struct probe_outcome *outcome = run->outcome;
    size_t room = OUTPUT_KEPT - run->kept;
    char *to = room ? outcome->output + run->kept : spill;
    ssize_t got;
    do
        got = read(run->output_fd, to, room ? room : sizeof spill);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return false;
    if (got == 0) {
        close(run->output_fd);
        run->output_fd = -1;
        return false;
    }
    outcome->output_bytes += (uint64_t)got;
    if (room)
        run->kept += (size_t)got;
    return true;
}

/* Endless output must not keep the watchdog from its work: some pieces at a time. */
static void take_output(struct run *run)
{
    for (int pieces = 0; run->output_fd >= 0 && pieces < PIECES_AT_ONCE; pieces++)
        if (!take_piece(run))
            return;
}

/* Once nobody writes any more, what is left in the pipe has an end. */
static void take_rest(struct run *run)
{
    while (run->output_fd >= 0 && take_piece(run))
        continue;
}

/* ---- the end ------------------------------------------------------------------------------ */

/* Takes the probe's wait status if it has ended. */
static bool has_ended(struct run *run)
{
    int status;
    struct pollfd ready = {.fd = run->probe.status_fd, .events = POLLIN};
    if (poll(&ready, 1, 0) <= 0)
        return false;
    struct probe_outcome *outcome = run->outcome;
    if (read(run->probe.status_fd, &status, sizeof status) != (ssize_t)sizeof status) {
        outcome->end =
            PROBE_CRASHED; /* init itself was killed: somebody kills at random */
        outcome->status = SIGKILL;
    } else if (WIFSIGNALED(status)) {
        outcome->end = PROBE_CRASHED;
        outcome->status = WTERMSIG(status);
    } else {
        outcome->end = PROBE_EXITED;
        outcome->status = WEXITSTATUS(status);
    }
    return true;
}

static void forget_sleep(struct run *run)
{
    run->last_signature = 0;
}

/* Two looks, a tick apart, at the same sleepers: nobody has run in between, so nobody ever
 * will. Where jobs wait in a rendezvous, this means that nobody else can come to it. */
static bool is_stuck(struct run *run, const struct family *family)
{
    struct job_rendezvous *meeting = &run->outcome->evidence->trace.rendezvous;
    if (!family->asleep_for_ever) {
        forget_sleep(run);
        return false;
    }
    if (run->last_signature != family->signature) {
        run->last_signature = family->signature;
        return false;
    }
    if (meeting->size && atomic_load(&meeting->inside) > 0 &&
        atomic_load(&meeting->state) == RENDEZVOUS_OPEN) {
        jobs_rendezvous_give_up(&run->outcome->evidence->trace);
        forget_sleep(run);
        return false;
    }
    return true;
}

/* One look of the watchdog. Returns true when the run is over. */
static bool is_over(struct run *run)
{
    struct probe_outcome *outcome = run->outcome;
    if (has_ended(run))
        return true;
    double seconds = seconds_since(&run->began);
    outcome->family = family_look(run->probe.init, true);
    outcome->files = count_files(settings_scratch(), FILE_LIMIT + 1);
    if (outcome->family.resident > MEMORY_LIMIT ||
        outcome->family.processes > PROCESS_LIMIT ||
        outcome->family.threads > THREAD_LIMIT || outcome->files > FILE_LIMIT)
        outcome->end = PROBE_GREW;
    else if (outcome->family.stopped)
        outcome->end = PROBE_STOPPED;
    else if (is_stuck(run, &outcome->family))
        outcome->end = PROBE_STUCK;
    else if (seconds > TIME_LIMIT_S)
        outcome->end =
            outcome->family.resident > MEMORY_STRANGE ? PROBE_GREW : PROBE_HUNG;
    else {
        if (seconds > MEETING_LIMIT_S)
            jobs_rendezvous_give_up(&outcome->evidence->trace);
        return false;
    }
    return true;
}

/* Before a probe that hangs is ended, its threads say where they stand. One that can't (it blocks
 * the signal, or a handler of its own took the place) is not waited for long. */
static void ask_where(struct run *run)
{
    struct timespec tick = {.tv_nsec = TICK_MS * 1000000L};
    _Atomic uint32_t *answers = &run->outcome->evidence->standing_count;
    uint32_t asked = (uint32_t)family_signal_threads(run->probe.init, PROBE_ASK_SIGNAL);
    for (int tries = 0; tries < ASK_TICKS && atomic_load(answers) < asked; tries++)
        nanosleep(&tick, NULL);
    nanosleep(&tick, NULL); /* the last one may still be writing */
}

static void watch(struct run *run)
{
    for (;;) {
        struct pollfd ready[] = {{.fd = run->probe.status_fd, .events = POLLIN},
                                 {.fd = run->output_fd, .events = POLLIN}};
        poll(ready, 2, TICK_MS);
        take_output(run);
        if (ready[0].revents ? has_ended(run) : is_over(run))
            break;
    }
    if (run->outcome->end == PROBE_STUCK || run->outcome->end == PROBE_HUNG)
        ask_where(run);
}

/* ---- the start ----------------------------------------------------------------------------- */

/* Cuts "a=1 b=2" into argv places. Returns how many. */
static int split_arguments(char *text, char **places, int most)
{
    int count = 0;
    for (char *word; count < most && (word = strtok_r(text, " ", &text));)
        places[count++] = word;
    return count;
}

static int make_evidence(struct probe_outcome *outcome, int *fd)
{
    *fd = memfd_create("evidence", MFD_CLOEXEC);
    if (*fd < 0)
        return -1;
    if (ftruncate(*fd, sizeof(struct evidence)) != 0)
        return -1;
    void *where =
        mmap(NULL, sizeof(struct evidence), PROT_READ | PROT_WRITE, MAP_SHARED, *fd, 0);
    if (where == MAP_FAILED)
        return -1;
    outcome->evidence = where;
    return 0;
}

/* A pipe with the secret in it; the write end is closed. */
static int make_nonce(uint64_t *nonce, int *read_end)
{
    int ends[2];
    if (getrandom(nonce, sizeof *nonce, 0) != (ssize_t)sizeof *nonce)
        return -1;
    *nonce |= 1; /* never 0, which is what untouched evidence holds */
    if (pipe2(ends, O_CLOEXEC) != 0)
        return -1;
    ssize_t sent = write(ends[1], nonce, sizeof *nonce);
    close(ends[1]);
    *read_end = ends[0];
    return sent == (ssize_t)sizeof *nonce ? 0 : -1;
}

static void close_if_open(int fd)
{
    if (fd >= 0)
        close(fd);
}

static int start_and_watch(struct run *run, struct contained_start *start)
{
    int output[2];
    if (pipe2(output, O_CLOEXEC) != 0)
        return -1;
    fcntl(output[0], F_SETFL, O_NONBLOCK);
    run->output_fd = output[0];
    start->output_fd = output[1];
    clock_gettime(CLOCK_MONOTONIC, &run->began);
    int failed = contained_start(start, &run->probe);
    int kept = errno;
    close(output[1]);
    if (!failed) {
        watch(run);
        contained_end(&run->probe);
        take_rest(run);
    }
    close_if_open(run->output_fd);
    run->outcome->output[run->kept] = '\0';
    run->outcome->seconds = seconds_since(&run->began);
    errno = kept;
    return failed;
}

int probe_run(const char *program, const char *scenario, uint64_t seed,
              const char *arguments, bool large_address_space,
              struct probe_outcome *outcome)
{
    struct run run = {.outcome = outcome, .output_fd = -1};
    char seed_text[24], copy[512];
    char *argv[ARGUMENTS_MOST + 4] = {(char *)program, (char *)scenario, seed_text};
    struct contained_start start = {.program = program,
                                    .arguments = argv,
                                    .scratch = settings_scratch(),
                                    .evidence_fd = -1,
                                    .nonce_fd = -1,
                                    .limit_address_space = !large_address_space};
    uint64_t nonce;
    int failed = -1;

    memset(outcome, 0, sizeof *outcome);
    snprintf(seed_text, sizeof seed_text, "%llu", (unsigned long long)seed);
    snprintf(copy, sizeof copy, "%s", arguments);
    split_arguments(copy, argv + 3, ARGUMENTS_MOST);
    outcome->output = malloc(OUTPUT_KEPT + 1);
    if (outcome->output && make_evidence(outcome, &start.evidence_fd) == 0 &&
        make_nonce(&nonce, &start.nonce_fd) == 0)
        failed = start_and_watch(&run, &start);

    int kept = errno;
    close_if_open(start.evidence_fd);
    close_if_open(start.nonce_fd);
    if (failed)
        probe_release(outcome);
    else if (outcome->evidence->nonce == nonce && outcome->end <= PROBE_EXITED)
        outcome->end = PROBE_FINISHED;
    else if (outcome->end == PROBE_EXITED && outcome->status == 3 &&
             outcome->evidence->left_by[0] == '\0')
        outcome->end = PROBE_NOT_STARTED;
    errno = kept;
    return failed;
}

void probe_release(struct probe_outcome *outcome)
{
    if (outcome->evidence)
        munmap(outcome->evidence, sizeof *outcome->evidence);
    free(outcome->output);
    outcome->evidence = NULL;
    outcome->output = NULL;
}
