/*
 * ending.c - a probe that didn't finish, in words: what the learner's code did to end it.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <string.h>

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

static void judge_crash(struct judgement *check, const struct probe_outcome *outcome)
{
    int signal = outcome->status;
    const struct evidence *seen = outcome->evidence;
    if (signal == SIGABRT && seen->exit_called)
        fail(check, "your code called abort()");
    else if (signal == SIGABRT)
        fail(check,
             "the program aborted itself: an assertion failed, or the C library found "
             "its memory damaged (a block freed twice, a write beyond a block's end)");
    else if (signal == SIGSEGV || signal == SIGBUS)
        fail(check, "your code crashed with SIG%s: it touched memory that isn't its own",
             sigabbrev_np(signal));
    else
        fail(check, "the probe was ended by the signal SIG%s", sigabbrev_np(signal));
    expected(check, "the call returns");
    actual(check, "SIG%s", sigabbrev_np(signal));
    at_crash(check, seen);
    if (check->line == 0)
        at_site(check, seen->exit_site);
    think(check, "%s",
          signal == SIGABRT
              ? "What it printed stands below; `gcc -fsanitize=address` on a "
                "small main() of your own names the damaged block."
              : "Look at the pointers on that line: NULL, not initialised, freed "
                "already, an index beyond the end, or a thread that still uses "
                "what its creator has freed.");
}

static void judge_exit(struct judgement *check, const struct probe_outcome *outcome)
{
    const struct evidence *seen = outcome->evidence;
    if (seen->exit_called)
        fail(check, "your code ended the whole process instead of returning");
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
        {in->locks, "in a lock, a condition or pthread_join"},
        {in->children, "for a child process to end"},
        {in->reads, "for something to read from a pipe"},
        {in->writes, "for room in a full pipe"},
    };
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0] && used < size; i++)
        if (kinds[i].count > 0)
            used += (size_t)snprintf(text + used, size - used, "%s%d %s",
                                     used ? ", " : "", kinds[i].count, kinds[i].what);
}

static void judge_stuck(struct judgement *check, const struct probe_outcome *outcome)
{
    char sleepers[256];
    list_sleepers(&outcome->family.in, sleepers, sizeof sleepers);
    fail(check, "it hangs: every thread sleeps, and only one of them could wake another");
    expected(check, "the call returns");
    actual(check, "waiting: %s", sleepers);
    think(check,
          "For each sleeper: what exactly does it wait for, and who was to bring that? "
          "Then ask what that one is waiting for.");
}

static void judge_growth(struct judgement *check, const struct probe_outcome *outcome)
{
    fail(check, "it takes more than the job needs: %d processes, %llu MiB of memory",
         outcome->family.processes, (unsigned long long)(outcome->family.resident >> 20));
    expected(check, "a few processes, a few MiB");
    actual(check, "%d processes, %llu MiB, then it was stopped",
           outcome->family.processes,
           (unsigned long long)(outcome->family.resident >> 20));
    think(check,
          "Is there a loop that allocates or forks without an end? A child that goes on "
          "with its parent's loop forks children of its own.");
}

void judge_end(struct judgement *check, const struct probe_outcome *outcome)
{
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
        fail(check, "it hangs: it was still running after %.1f s and was stopped",
             outcome->seconds);
        expected(check, "the call returns, within a fraction of a second");
        actual(check, "%d processes, %d threads, no end in sight",
               outcome->family.processes, outcome->family.threads);
        think(check,
              "Is there a loop whose condition never changes, or a wait for something "
              "that nobody does?");
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
