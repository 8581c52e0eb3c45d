/*
 * ending.c - a probe that didn't finish, in words: what the learner's code did to end it.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>

#include "denied_calls.h"
#include "location.h"
#include "verdict.h"

static const struct probe_outcome *last_outcome(const struct judgement *check)
{
    return &check->outcomes[check->outcome_count - 1];
}

/* The first of the crash's addresses that lies in the learner's file. */
static void at_crash(struct judgement *check, const struct evidence *seen)
{
    for (int i = 0; i < seen->crash_frames && i < EVIDENCE_FRAMES && check->line == 0;
         i++)
        at_site(check, seen->crash_at[i]);
}

/* What a signal says about the mistake, and what to look at. */
static const struct {
    int signal;
    const char *what, *look_at;
} crashes[] = {
    {SIGSEGV, "it touched memory that isn't its own",
     "Look at the pointers on that line: NULL, not initialised, freed already, an index "
     "beyond "
     "the end, a recursion without an end, or a thread that still uses what its creator "
     "freed."},
    {SIGBUS, "it touched memory that isn't there",
     "Look at the pointers on that line, and at the size of what was mapped."},
    {SIGFPE, "it divided by the integer zero, or the quotient doesn't fit",
     "Which value is the divisor on that line, and can it be 0? Dividing doubles doesn't "
     "crash; "
     "dividing integers does."},
    {SIGILL, "it ran into bytes that are no instruction",
     "Does a function end without a return, or is a function pointer wrong?"},
    {SIGPIPE, "it wrote into a pipe or socket that nobody reads any more",
     "Who closed the reading end, and what is to become of whoever still writes?"},
    {SIGSYS, "it made a system call that no task needs",
     "Which line is it? The C library's ordinary functions do all that a task needs."},
    {SIGXFSZ, "it wrote a file larger than the lab allows (16 MiB)",
     "No task needs a large file. Is there a loop that writes without an end?"},
    {SIGXCPU, "it computed for longer than the lab allows",
     "Is there a loop whose condition never changes?"},
    {SIGALRM, "it set an alarm without a handler for it",
     "alarm() and setitimer() end the process unless a handler for SIGALRM is set."},
    {SIGABRT,
     "abort() was called: by your code, by an assertion that failed, or by the C "
     "library, "
     "which found its memory damaged",
     "A block freed twice, or a write beyond a block's end, damages the C library's "
     "memory. "
     "`gcc -fsanitize=address` on a small main() of your own names the block."},
};

static size_t find_crash(int signal)
{
    size_t i = 0, count = sizeof crashes / sizeof crashes[0];
    while (i < count && crashes[i].signal != signal)
        i++;
    return i;
}

/* `who` is "your code", or "a child process". */
static void say_crash(struct judgement *check, const struct evidence *seen, int signal,
                      const char *who)
{
    size_t i = find_crash(signal);
    if (signal == SIGSEGV && seen->crash_null_call) {
        fail(check, "%s crashed with SIGSEGV: it called a function pointer that is NULL",
             who);
        think(check,
              "Which function pointer is called on that line? Is it NULL because "
              "nobody set it, or because a caller may pass NULL and nobody looks?");
    } else if (i < sizeof crashes / sizeof crashes[0]) {
        fail(check, "%s crashed with SIG%s: %s", who, sigabbrev_np(signal),
             crashes[i].what);
        think(check, "%s", crashes[i].look_at);
    } else {
        fail(check, "%s was ended by the signal SIG%s", who, sigabbrev_np(signal));
        think(check, "Who sent that signal? signal(7) lists what each of them means.");
    }
}

static void judge_crash(struct judgement *check, const struct probe_outcome *outcome)
{
    const struct evidence *seen = outcome->evidence;
    if (outcome->status == SIGABRT && seen->left_by[0]) {
        fail(check, "your code called abort()");
        think(check,
              "abort() ends the caller as well. A function that fails returns -1 with "
              "errno set.");
    } else {
        say_crash(check, seen, outcome->status, "your code");
    }
    expected(check, "the call returns");
    actual(check, "SIG%s", sigabbrev_np(outcome->status));
    at_crash(check, seen);
    if (check->line == 0)
        at_site(check, seen->exit_site);
}

void judge_child_crash(struct judgement *check, const struct evidence *seen)
{
    if (seen->crash_signal == 0)
        return;
    say_crash(check, seen, seen->crash_signal, "a child process");
    expected(check, "the children end with _exit, their results delivered");
    actual(check, "SIG%s in a child", sigabbrev_np(seen->crash_signal));
    at_crash(check, seen);
}

static void judge_exit(struct judgement *check, const struct probe_outcome *outcome)
{
    const struct evidence *seen = outcome->evidence;
    if (seen->left_by[0])
        fail(check,
             "your code called %s, which ended the whole process: it didn't return",
             seen->left_by);
    else
        fail(check, "the process ended before the call returned, with status %d",
             outcome->status);
    expected(check, "the call returns, and its caller goes on");
    actual(check, "the process ended with status %d", outcome->status);
    at_site(check, seen->exit_site);
    think(check,
          "exit() and _exit() end the caller as well. A function that fails returns -1 "
          "with errno set; only a child process made by fork() ends with _exit().");
}

/* "2 wait for a lock, 1 waits for a child" */
static void list_sleepers(const struct family_sleepers *in, char *text, size_t size)
{
    const struct {
        int count;
        const char *what;
    } kinds[] = {
        {in->locks, "waiting in a lock, a condition or pthread_join"},
        {in->children, "waiting for a child process to end"},
        {in->reads, "waiting for something to read from a pipe"},
        {in->writes, "waiting for room in a full pipe"},
    };
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0] && used < size; i++)
        if (kinds[i].count > 0)
            used += (size_t)snprintf(text + used, size - used, "%s%d %s",
                                     used ? ", " : "", kinds[i].count, kinds[i].what);
}

/* "executors.c:97, executors.c:120": where the threads of a hanging probe stand. */
static void name_standings(struct judgement *check, const struct evidence *seen,
                           char *text, size_t size)
{
    size_t used = 0;
    text[0] = '\0';
    for (int t = 0; t < EVIDENCE_THREADS && used < size; t++) {
        const struct standing *one = &seen->standing[t];
        char file[64];
        int line = 0;
        for (int i = 0; i < one->frames && i < EVIDENCE_FRAMES && line == 0; i++)
            find_learner_line(probe_path(check, check->variant), one->at[i], file,
                              sizeof file, &line);
        if (line == 0)
            continue;
        used += (size_t)snprintf(text + used, size - used, "%s%s:%d", used ? ", " : "",
                                 file, line);
        for (int i = 0; i < one->frames && i < EVIDENCE_FRAMES; i++)
            at_site(check, one->at[i]);
    }
}

static void add_standings(struct judgement *check, const struct evidence *seen,
                          const char *doing)
{
    char lines[VERDICT_TEXT / 2];
    name_standings(check, seen, lines, sizeof lines);
    if (lines[0])
        actual(check, "%s, at %s", doing, lines);
    else
        actual(check, "%s", doing);
}

static const char *what_to_ask(const struct family_sleepers *in)
{
    if (in->writes > 0)
        return "A pipe holds 64 KiB; then write waits for a reader. Who reads while "
               "others write, "
               "and what is the reader waiting for?";
    if (in->reads > 0)
        return "A reader sees the end of a pipe only when every copy of its write end is "
               "closed, in "
               "every process. Who still holds one?";
    return "For each sleeper: what exactly does it wait for, and who was to bring that? "
           "Then ask "
           "what that one is waiting for.";
}

static void judge_stuck(struct judgement *check, const struct probe_outcome *outcome)
{
    char sleepers[256];
    const struct family *family = &outcome->family;
    list_sleepers(&family->in, sleepers, sizeof sleepers);
    if (family->threads == 1)
        fail(check,
             "it hangs: it waits for something that nobody but itself could bring about");
    else
        fail(check, "it hangs: every %s sleeps, and only one of them could wake another",
             family->processes > 1 ? "process" : "thread");
    expected(check, "the call returns");
    add_standings(check, outcome->evidence, sleepers);
    think(check, "%s", what_to_ask(&family->in));
}

static void judge_hang(struct judgement *check, const struct probe_outcome *outcome)
{
    const struct evidence *seen = outcome->evidence;
    uint32_t polls = atomic_load(&outcome->evidence->calls[CALL_POLL].count);
    char doing[128];
    fail(check, "it hangs: it was still running after %.1f s and was stopped",
         outcome->seconds);
    expected(check, "the call returns, within a fraction of a second");
    snprintf(doing, sizeof doing, "no end in sight");
    if (polls > 0)
        snprintf(doing, sizeof doing, "no end in sight, after %u calls of poll", polls);
    add_standings(check, seen, doing);
    think(check,
          "Is there a loop whose condition never changes, or a wait for something that "
          "nobody does?");
}

static void judge_stop(struct judgement *check, const struct probe_outcome *outcome)
{
    fail(check,
         "your code stopped its own process (SIGSTOP, as Ctrl-Z does): it would wait "
         "for ever");
    expected(check, "the call returns");
    actual(check, "stopped after %.1f s", outcome->seconds);
    think(check,
          "Which line sends SIGSTOP or SIGTSTP? To wait for something, wait for it: a "
          "lock, a condition, a child, something to read.");
}

/* "342 processes, 2092 MiB of memory", and files and threads if it was those. */
static void describe_growth(const struct probe_outcome *outcome, char *text, size_t size)
{
    int count = outcome->family.processes;
    int used = snprintf(text, size, "%d process%s, %llu MiB of memory", count,
                        count == 1 ? "" : "es",
                        (unsigned long long)(outcome->family.resident >> 20));
    if (outcome->family.threads > 2 * outcome->family.processes)
        used += snprintf(text + used, size - (size_t)used, ", %d threads",
                         outcome->family.threads);
    if (outcome->files > 0)
        snprintf(text + used, size - (size_t)used, ", %d files", outcome->files);
}

static void judge_growth(struct judgement *check, const struct probe_outcome *outcome)
{
    char took[128];
    describe_growth(outcome, took, sizeof took);
    fail(check, "it takes more than the job needs: %s", took);
    expected(check, "a few processes, a few MiB");
    actual(check, "%s, then it was stopped", took);
    think(check,
          "Is there a loop that allocates, forks or makes files without an end? A child "
          "that goes on with its parent's loop forks children of its own.");
}

/* "ptrace to look into another process" */
static const char *words_for_call(int number)
{
#define DENIED(name, what) {SYS_##name, #name " to " what},
    static const struct {
        int number;
        const char *words;
    } calls[] = {DENIED_CALLS DENIED_BY_ARGUMENTS};
#undef DENIED
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++)
        if (calls[i].number == number)
            return calls[i].words;
    return "the kernel for something that no task needs";
}

/* Whatever became of the run: it was not what the task is about. */
static void judge_refusal(struct judgement *check, const struct evidence *seen)
{
    char tried[EVIDENCE_REFUSED];
    if (seen->refused[0])
        snprintf(tried, sizeof tried, "%.*s", EVIDENCE_REFUSED - 1, seen->refused);
    else if (seen->refused_call)
        snprintf(tried, sizeof tried, "%s", words_for_call(seen->refused_call));
    else
        return;
    fail(check, "your code called %s: that isn't allowed, and wasn't done", tried);
    expected(check, "it works with what it is given, and touches nothing else");
    actual(check, "%s", tried);
    at_site(check, seen->refused_site);
    for (int i = 0; i < seen->refused_frames && i < EVIDENCE_FRAMES && check->line == 0;
         i++)
        at_site(check, seen->refused_at[i]);
    think(check, "The tasks need no files but in the folder that the code "
                 "runs in, and no processes but its own children.");
}

void judge_end(struct judgement *check, const struct probe_outcome *outcome)
{
    judge_refusal(check, outcome->evidence);
    switch (outcome->end) {
    case PROBE_FINISHED:
        check->finished++;
        break;
    case PROBE_EXITED:
        judge_exit(check, outcome);
        break;
    case PROBE_CRASHED:
        judge_crash(check, outcome);
        break;
    case PROBE_STUCK:
        judge_stuck(check, outcome);
        break;
    case PROBE_HUNG:
        judge_hang(check, outcome);
        break;
    case PROBE_STOPPED:
        judge_stop(check, outcome);
        break;
    case PROBE_GREW:
        judge_growth(check, outcome);
        break;
    case PROBE_NOT_STARTED:
        decide(check, VERDICT_ERROR, "the lab could not run its probe: %s",
               last_outcome(check)->output_bytes ? last_outcome(check)->output
                                                 : "it could not be started");
        break;
    }
}
