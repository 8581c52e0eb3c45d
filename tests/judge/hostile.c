/*
 * hostile.c - a submission that does harm: it passes nothing that it may not pass, the learner is
 * told what it did, and the machine is afterwards as it was.
 *
 * The judge becomes the subreaper of everything that the validation starts: a process that outlives
 * it comes here, in whatever session it is.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#include "family.h"
#include "fence.h"
#include "judge.h"
#include "results.h"
#include "snapshot.h"

#define SECONDS_MOST 150           /* for a whole validation, on a busy machine */
#define MEMORY_MOST  (1536l << 10) /* KiB resident, of the largest process */

/* ---- what the machine looks like afterwards ---------------------------------------------------- */

static void expect_nobody_left(struct test *test)
{
    int left = 0;
    while (waitpid(-1, NULL, WNOHANG) > 0)
        left++;
    struct family alive = family_look(getpid(), false);
    if (alive.processes > 0)
        complain(test, "%d processes outlive the validation", alive.processes);
    else if (left > 0)
        complain(test, "%d dead processes were left for others to wait for", left);
    family_kill_descendants();
}

static void expect_little_memory(struct test *test)
{
    struct rusage used;
    if (getrusage(RUSAGE_CHILDREN, &used) != 0)
        die("getrusage");
    if (used.ru_maxrss > MEMORY_MOST)
        complain(test, "a process took %ld MiB of memory", used.ru_maxrss >> 10);
}

/* ---- the verdicts ------------------------------------------------------------------------------- */

/* What the learner is told first: about the task, else by the first check that failed. */
static void expect_words(struct test *test, char *const names[], int count,
                         const char *words)
{
    const cJSON *check, *first = NULL;
    if (*text_of(only_task(test), "message"))
        first = only_task(test);
    cJSON_ArrayForEach(check,
                       checks_of(test)) if (!first && has_status(check, "fail") &&
                                            (count == 0 || is_named(check, names, 1)))
        first = check;
    if (!first)
        complain(test, "nothing failed");
    else if (!says(first, words))
        complain(test, "it doesn't say '%s' but: %s", words, text_of(first, "message"));
}

static void expect_no_pass(struct test *test, char *fails, const char *words)
{
    char *names[NAMES_MOST];
    bool all = strcmp(fails, "all") == 0;
    int count = all ? 0 : split_names(fails, names), found = 0;
    const cJSON *check;
    cJSON_ArrayForEach(check, checks_of(test))
    {
        bool named = is_named(check, names, count);
        found += named;
        if ((all || named) && has_status(check, "pass"))
            complain(test, "%s passes", text_of(check, "id"));
        if (has_status(check, "error"))
            complain(test, "%s: error: %s", text_of(check, "id"),
                     text_of(check, "message"));
    }
    if (found != count)
        complain(test, "it names %d checks, %d of them exist", count, found);
    expect_words(test, names, count, words);
    if (test->status == 124 || test->status == 137)
        complain(test, "no end within %d s", test->seconds);
    else if (test->status != 1)
        complain(test, "exit status %d instead of 1", test->status);
}

void judge_hostile(struct test *test, char *fails, const char *words)
{
    char change[PATH_MAX + 32];
    struct snapshot *before = snapshot_take();
    if (!before)
        die("snapshot");
    fence_enter();
    if (prctl(PR_SET_CHILD_SUBREAPER, 1) != 0)
        die("prctl");
    test->seconds = SECONDS_MOST;
    validate(test);
    expect_nobody_left(test);
    if (fence_leave() > 0)
        complain(test, "processes were left in the judge's control group");
    expect_no_pass(test, fails, words);
    expect_little_memory(test);
    if (snapshot_differs(before, change, sizeof change))
        complain(test, "%s", change);
    snapshot_free(before);
}
