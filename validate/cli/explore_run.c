#define _GNU_SOURCE
#include "explore_run.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define EVIDENCE_FD        3
#define ADDRESS_SPACE      (256ull << 30) /* bytes; most of it is only reserved */
#define RESIDENT           (4ull << 30)   /* bytes of memory that are really there */
#define FILE_SIZE          (64ull << 20)
#define PROCESSOR_SECONDS  600 /* and one more for each thousand schedules asked for */
#define WALL_FACTOR        4   /* a machine may have other things to do */
#define LOOK_MS            50
#define STATUS_NOT_STARTED 125

/* ---- in the process that becomes the executable -------------------------------------------------- */

static void limit(int what, rlim_t most)
{
    struct rlimit value;
    if (getrlimit(what, &value) == 0 && value.rlim_max < most)
        most = value.rlim_max;
    value = (struct rlimit){.rlim_cur = most, .rlim_max = most};
    setrlimit(what, &value);
}

static void set_limits(rlim_t seconds)
{
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, FILE_SIZE);
    limit(RLIMIT_CPU, seconds);
    limit(RLIMIT_AS, ADDRESS_SPACE);
}

/* What a program started from a shell finds: every signal with its default action. */
static void default_signals(void)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_DFL); /* fails for SIGKILL and SIGSTOP, as it may */
}

static int place_descriptors(int evidence, int output)
{
    int from_evidence = fcntl(evidence, F_DUPFD, 64);
    int from_output = fcntl(output, F_DUPFD, 64);
    int input = open("/dev/null", O_RDONLY);
    if (from_evidence < 0 || from_output < 0 || input < 0)
        return -1;
    if (dup2(input, 0) < 0 || dup2(from_output, 1) < 0 || dup2(from_output, 2) < 0 ||
        dup2(from_evidence, EVIDENCE_FD) < 0)
        return -1;
    return close_range(EVIDENCE_FD + 1, ~0u, 0);
}

/* The environment is the same everywhere, but for where libraries of the learner's lie. */
static _Noreturn void become(const char *executable, int evidence, int output,
                             rlim_t seconds, pid_t parent)
{
    static char libraries[PATH_MAX + 32];
    static char *environment[4] = {"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8"};
    char *arguments[] = {"program", "3", NULL};
    const char *path = getenv("LD_LIBRARY_PATH");
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(STATUS_NOT_STARTED);
    if (path) {
        snprintf(libraries, sizeof libraries, "LD_LIBRARY_PATH=%s", path);
        environment[2] = libraries;
    }
    setsid();
    default_signals();
    if (place_descriptors(evidence, output) != 0)
        _exit(STATUS_NOT_STARTED);
    set_limits(seconds);
    /* The same addresses at each run. Where this is forbidden, the program starts without. */
    personality(ADDR_NO_RANDOMIZE);
    execve(executable, arguments, environment);
    _exit(STATUS_NOT_STARTED);
}

/* ---- the watchdog -------------------------------------------------------------------------------- */

static unsigned long long resident_bytes(pid_t pid)
{
    char path[64];
    unsigned long long size, resident = 0;
    snprintf(path, sizeof path, "/proc/%d/statm", pid);
    FILE *in = fopen(path, "re");
    if (!in || fscanf(in, "%llu %llu", &size, &resident) != 2)
        resident = 0;
    if (in)
        fclose(in);
    return resident * (unsigned long long)sysconf(_SC_PAGESIZE);
}

static time_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec;
}

/* Waits for the end, or makes it. Returns how it came. */
static enum run_end watch(pid_t pid, time_t most)
{
    struct pollfd ended = {.fd = (int)syscall(SYS_pidfd_open, pid, 0), .events = POLLIN};
    enum run_end end = RUN_FINISHED;
    time_t last = now() + most;
    while (end == RUN_FINISHED && poll(&ended, 1, LOOK_MS) == 0) {
        if (resident_bytes(pid) > RESIDENT)
            end = RUN_TOO_LARGE;
        else if (now() > last)
            end = RUN_TOO_LONG;
    }
    if (end != RUN_FINISHED)
        kill(pid, SIGKILL);
    if (ended.fd >= 0)
        close(ended.fd);
    return end;
}

/* ---- the evidence --------------------------------------------------------------------------------- */

static int make_evidence(const struct explore_command *command, struct explore_run *run)
{
    int fd = memfd_create("evidence", MFD_CLOEXEC);
    if (fd < 0)
        return -1;
    void *where = MAP_FAILED;
    if (ftruncate(fd, sizeof *run->evidence) == 0)
        where =
            mmap(NULL, sizeof *run->evidence, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (where == MAP_FAILED) {
        int kept = errno;
        close(fd);
        errno = kept;
        return -1;
    }
    run->evidence = where;
    run->evidence->version = PROGRAM_VERSION;
    run->evidence->seed = command->seed;
    run->evidence->budget = command->budget;
    run->evidence->max_findings = EXPLORE_MAX_FINDINGS;
    run->evidence->fail_calls = command->failures;
    run->evidence->plays = command->play != NULL;
    if (command->play)
        run->evidence->play = *command->play;
    snprintf(run->evidence->replay, sizeof run->evidence->replay, "%s",
             command->replay ? command->replay : "");
    return fd;
}

static void end_string(char *text, size_t size)
{
    text[size - 1] = '\0';
}

static void trim_operation(enum explore_op *op)
{
    if ((unsigned)*op >= EXPLORE_OP_KINDS)
        *op = EXPLORE_OP_NONE;
}

static void trim_thread(uint32_t *thread)
{
    if (*thread >= EXPLORE_MAX_THREADS)
        *thread = 0;
}

static void trim_step(struct explore_step *step)
{
    end_string(step->name, sizeof step->name);
    trim_operation(&step->op);
    trim_thread(&step->thread);
}

static void trim_involved(struct explore_involved *involved)
{
    end_string(involved->name, sizeof involved->name);
    trim_operation(&involved->op);
    trim_operation(&involved->held_by);
    trim_thread(&involved->thread);
    if (involved->holder != EXPLORE_NOBODY)
        trim_thread(&involved->holder);
}

static void trim_report(struct explore_report *report)
{
    if ((unsigned)report->verdict > EXPLORE_INCONCLUSIVE)
        report->verdict = EXPLORE_INCONCLUSIVE;
    end_string(report->message, sizeof report->message);
    end_string(report->call, sizeof report->call);
    end_string(report->token, sizeof report->token);
    if (report->step_count > EXPLORE_MAX_STEPS)
        report->step_count = EXPLORE_MAX_STEPS;
    if (report->involved_count > EXPLORE_MAX_INVOLVED)
        report->involved_count = EXPLORE_MAX_INVOLVED;
    for (unsigned i = 0; i < report->step_count; i++)
        trim_step(&report->steps[i]);
    for (unsigned i = 0; i < report->involved_count; i++)
        trim_involved(&report->involved[i]);
}

static void trim_count(unsigned *count, unsigned most)
{
    if (*count > most)
        *count = most;
}

static void trim_play(struct explore_play *play)
{
    trim_count(&play->point_count, PLAY_POINTS_MOST);
    trim_count(&play->choice_count, PLAY_CHOICES_MOST);
    trim_count(&play->option_count, PLAY_OPTIONS_MOST);
    if ((unsigned)play->question > PLAY_WAITER)
        play->question = PLAY_OVER;
    for (unsigned i = 0; i < play->option_count; i++) {
        trim_thread(&play->options[i].thread);
        if ((unsigned)play->options[i].wake > EXPLORE_SPURIOUS)
            play->options[i].wake = EXPLORE_READY;
    }
    for (int i = 0; i < 2; i++)
        trim_involved(&play->race[i]);
}

/* A program that writes anywhere can have written here: nothing in the evidence may lead astray
 * whoever reads it. */
static void trim_evidence(struct program_evidence *evidence)
{
    trim_play(&evidence->play);
    if (evidence->report_count > EXPLORE_MAX_FINDINGS)
        evidence->report_count = EXPLORE_MAX_FINDINGS;
    for (unsigned i = 0; i < evidence->report_count; i++)
        trim_report(&evidence->reports[i]);
}

static void take_output(int fd, struct explore_run *run)
{
    ssize_t got = pread(fd, run->output, sizeof run->output - 1, 0);
    run->output[got > 0 ? got : 0] = '\0';
}

static void take_status(struct explore_run *run, int status)
{
    if (run->end != RUN_FINISHED)
        return;
    if (WIFSIGNALED(status)) {
        run->end = WTERMSIG(status) == SIGXCPU ? RUN_TOO_LONG : RUN_KILLED;
        run->status = WTERMSIG(status);
    } else if (WEXITSTATUS(status) == STATUS_NOT_STARTED) {
        run->end = RUN_NOT_STARTED;
    } else if (!run->evidence->finished || run->evidence->report_count == 0) {
        run->end = RUN_EXITED;
        run->status = WEXITSTATUS(status);
    }
}

int run_explored(const struct built_program *program,
                 const struct explore_command *command, struct explore_run *run)
{
    time_t seconds = PROCESSOR_SECONDS + command->budget / 1000;
    int status = 0;
    *run = (struct explore_run){.end = RUN_FINISHED};
    int evidence = make_evidence(command, run);
    int output = memfd_create("output", MFD_CLOEXEC);
    if (evidence >= 0)
        run->evidence->identity = program->identity;
    pid_t parent = getpid();
    pid_t pid = evidence >= 0 && output >= 0 ? fork() : -1;
    int kept = errno;
    if (pid == 0)
        become(program->path, evidence, output, (rlim_t)seconds, parent);
    if (pid > 0) {
        run->end = watch(pid, WALL_FACTOR * seconds);
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
            continue;
        take_status(run, status);
        trim_evidence(run->evidence);
        take_output(output, run);
    } else {
        release_run(run);
    }
    if (evidence >= 0)
        close(evidence);
    if (output >= 0)
        close(output);
    errno = kept;
    return pid > 0 ? 0 : -1;
}

void release_run(struct explore_run *run)
{
    if (run->evidence)
        munmap(run->evidence, sizeof *run->evidence);
    run->evidence = NULL;
}
