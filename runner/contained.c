/*
 * contained.c - see contained.h.
 *
 * The parent sleeps in ppoll() until output comes, the child ends or the limit passes.
 * The signals that it reacts to are blocked everywhere but there, so that none can get
 * lost between a look and the sleep.
 */
#define _GNU_SOURCE /* pipe2, ppoll */
#include "contained.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define NS_PER_MS   1000000ll
#define MS_PER_S    1000ll
#define LAST_CHUNKS 32 /* more than a pipe holds; what still comes then is ignored */

/* The memory that child and parent share. The child writes to it once, at its end: what
 * the function fills in before must not be shared, or results that its own children left
 * there would come back although nobody handed them over. */
struct shared {
    _Atomic bool finished; /* the function has returned, and answer is filled in */
    unsigned char answer[];
};

/* One contained call, as its parent sees it. */
struct call {
    contained_function function;
    const void *request; /* borrowed */
    void *answer;        /* borrowed; the child works on its copy */
    size_t answer_size;  /* bytes of it */
    struct shared *shared;
    int output[2];           /* pipe; the write end is -1 once the child has it */
    pid_t child;             /* and the id of its process group */
    struct capture *capture; /* borrowed */
    long long deadline_ms;   /* CLOCK_MONOTONIC */
};

/* ---- signals ---------------------------------------------------------------------- */

static const int watched_signals[] = {SIGCHLD, SIGINT, SIGTERM, SIGHUP};
#define WATCHED_COUNT (sizeof watched_signals / sizeof watched_signals[0])

/* The signal that asks the whole program to end; 0: none has come. */
static volatile sig_atomic_t interrupted;

/* What the signals did before the call. */
struct signals {
    sigset_t mask;
    struct sigaction actions[WATCHED_COUNT];
};

static void note_signal(int number)
{
    if (number != SIGCHLD)
        interrupted = number;
}

static void watch_signals(struct signals *before)
{
    sigset_t watched;
    sigemptyset(&watched);
    for (size_t i = 0; i < WATCHED_COUNT; i++)
        sigaddset(&watched, watched_signals[i]);
    sigprocmask(SIG_BLOCK, &watched, &before->mask);

    struct sigaction note = {.sa_handler = note_signal};
    for (size_t i = 0; i < WATCHED_COUNT; i++) {
        int number = watched_signals[i];
        sigaction(number, &note, &before->actions[i]);
        bool ignored = before->actions[i].sa_handler == SIG_IGN;
        if (ignored && number != SIGCHLD) /* nohup wants it so */
            sigaction(number, &before->actions[i], NULL);
    }
}

static void restore_signals(const struct signals *before)
{
    for (size_t i = 0; i < WATCHED_COUNT; i++)
        sigaction(watched_signals[i], &before->actions[i], NULL);
    sigprocmask(SIG_SETMASK, &before->mask, NULL);
}

/* ---- the child -------------------------------------------------------------------- */

static void become_default_process(void)
{
    for (size_t i = 0; i < WATCHED_COUNT; i++)
        signal(watched_signals[i], SIG_DFL);
    signal(SIGPIPE, SIG_DFL); /* some callers of make leave it ignored */
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    struct rlimit no_core = {0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
}

static bool redirect(int output)
{
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    return nothing >= 0 && dup2(nothing, STDIN_FILENO) >= 0 &&
           dup2(output, STDOUT_FILENO) >= 0 && dup2(output, STDERR_FILENO) >= 0;
}

/* A child that the function forked may return from it by mistake: its answer is not the
 * answer. */
static void call_and_hand_over(const struct call *call)
{
    pid_t self = getpid();
    call->function(call->request, call->answer);
    if (getpid() != self)
        return;
    memcpy(call->shared->answer, call->answer, call->answer_size);
    atomic_store(&call->shared->finished, true);
}

static _Noreturn void run_child(const struct call *call, pid_t parent)
{
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) /* it died before the line above */
        _exit(EXIT_FAILURE);
    become_default_process();
    if (!redirect(call->output[1]))
        _exit(EXIT_FAILURE);
    setvbuf(stdout, NULL, _IONBF, 0); /* what came before a crash is to be seen */
    call_and_hand_over(call);
    _exit(EXIT_SUCCESS);
}

/* ---- the parent ------------------------------------------------------------------- */

static long long now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * MS_PER_S + now.tv_nsec / NS_PER_MS;
}

static void close_end(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* Takes one chunk of output, if there is one. Returns whether there may be more. */
static bool take_output(struct call *call)
{
    char chunk[4096];
    if (call->output[0] < 0)
        return false;
    ssize_t count = read(call->output[0], chunk, sizeof chunk);
    if (count > 0)
        capture_add(call->capture, chunk, (size_t)count);
    else if (count == 0)
        close_end(&call->output[0]);
    return count > 0;
}

/* Looks without reaping: the zombie keeps the group's id from being given to others. */
static bool child_has_ended(const struct call *call)
{
    siginfo_t info = {0};
    int options = WEXITED | WNOHANG | WNOWAIT;
    return waitid(P_PID, (id_t)call->child, &info, options) == 0 && info.si_pid != 0;
}

static void sleep_until_something_happens(struct call *call, const sigset_t *mask)
{
    long long left_ms = call->deadline_ms - now_ms();
    if (left_ms < 0)
        left_ms = 0;
    struct timespec left = {.tv_sec = left_ms / MS_PER_S,
                            .tv_nsec = left_ms % MS_PER_S * NS_PER_MS};
    struct pollfd output = {.fd = call->output[0], .events = POLLIN};
    if (ppoll(&output, 1, &left, mask) > 0)
        take_output(call);
}

/* Returns whether the child ended by itself. */
static bool wait_for_end(struct call *call, const sigset_t *mask)
{
    bool ended = false;
    while (!(ended = child_has_ended(call)) && !interrupted &&
           now_ms() < call->deadline_ms)
        sleep_until_something_happens(call, mask);
    return ended;
}

/* Waits for a child, or for any of a group (-group). Returns whether there was one. */
static bool reap(pid_t which, int *status)
{
    pid_t reaped;
    do
        reaped = waitpid(which, status, 0);
    while (reaped < 0 && errno == EINTR);
    return reaped > 0;
}

/* Returns the child's wait status. What it has forked and left is ours by then: this
 * process is a subreaper, so that no zombie stays where nobody else would reap it. */
static int end_group(const struct call *call)
{
    int status = 0;
    kill(-call->child, SIGKILL);
    reap(call->child, &status);
    while (reap(-call->child, NULL))
        continue;
    return status;
}

static struct contained_end describe_end(const struct call *call, bool ended, int status)
{
    if (atomic_load(&call->shared->finished))
        return (struct contained_end){.ending = CONTAINED_RETURNED};
    if (!ended)
        return (struct contained_end){.ending = CONTAINED_TIMED_OUT};
    if (WIFSIGNALED(status))
        return (struct contained_end){CONTAINED_CRASHED, WTERMSIG(status)};
    return (struct contained_end){CONTAINED_EXITED, WEXITSTATUS(status)};
}

static size_t shared_size(const struct call *call)
{
    return sizeof(struct shared) + call->answer_size;
}

static int open_call(struct call *call)
{
    size_t size = shared_size(call);
    void *memory =
        mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return -1;
    call->shared = memory;
    if (pipe2(call->output, O_CLOEXEC) != 0) {
        munmap(memory, size);
        return -1;
    }
    /* The read end alone: the child's printf must not meet a pipe that can be full. */
    fcntl(call->output[0], F_SETFL, O_NONBLOCK);
    return 0;
}

/* Keeps errno. */
static void close_call(struct call *call)
{
    int kept = errno;
    close_end(&call->output[0]);
    close_end(&call->output[1]);
    munmap(call->shared, shared_size(call));
    errno = kept;
}

/* Forks; returns only in the parent: 0, or -1 with errno from fork. */
static int start_child(struct call *call)
{
    pid_t parent = getpid();
    fflush(NULL); /* or the child would print what is buffered here once more */
    call->child = fork();
    if (call->child < 0)
        return -1;
    if (call->child == 0)
        run_child(call, parent);
    setpgid(call->child, call->child); /* both do it: whoever comes first */
    close_end(&call->output[1]);
    return 0;
}

static void see_child_through(struct call *call, const sigset_t *mask,
                              struct contained_end *end)
{
    bool ended = wait_for_end(call, mask);
    int status = end_group(call);
    for (int i = 0; i < LAST_CHUNKS && take_output(call); i++)
        continue;
    *end = describe_end(call, ended, status);
    if (end->ending == CONTAINED_RETURNED)
        memcpy(call->answer, call->shared->answer, call->answer_size);
}

int contained_call(contained_function function, const void *request, void *answer,
                   size_t answer_size, unsigned limit_ms, struct capture *output,
                   struct contained_end *end)
{
    struct call call = {.function = function,
                        .request = request,
                        .answer = answer,
                        .answer_size = answer_size,
                        .capture = output,
                        .deadline_ms = now_ms() + limit_ms};
    if (open_call(&call) != 0)
        return -1;

    struct signals before;
    interrupted = 0;
    prctl(PR_SET_CHILD_SUBREAPER, 1); /* see end_group */
    watch_signals(&before);
    int failed = start_child(&call);
    if (!failed)
        see_child_through(&call, &before.mask, end);
    close_call(&call);
    restore_signals(&before);
    if (interrupted)
        raise(interrupted);
    return failed;
}
