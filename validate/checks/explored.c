/*
 * explored.c - the explorer's report as a verdict: words, lines and the failing schedule.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "counterexample.h"
#include "settings.h"
#include "verdict.h"

static bool has_cycle(const struct explore_report *report)
{
    for (unsigned i = 0; i < report->involved_count; i++)
        if (report->involved[i].in_cycle)
            return true;
    return false;
}

static const char *question_on_misuse(enum explore_op op)
{
    switch (op) {
    case EXPLORE_OP_LOCK:
        return "Whoever locks a mutex that it holds already waits for itself. Is there a "
               "way out on which the first lock isn't given back, or are two locks one "
               "and the same?";
    case EXPLORE_OP_JOIN:
    case EXPLORE_OP_DETACH:
        return "Only what pthread_create answered 0 for is a thread, and it is joined "
               "once. How many were started when you come here?";
    default:
        return "Each lock is released by the thread that took it, once, on each way out "
               "of the function; nothing is destroyed while somebody uses it.";
    }
}

/* What to ask, by what was found; NULL: what the check itself asks. */
static const char *question(const struct explore_report *report)
{
    switch (report->verdict) {
    case EXPLORE_DEADLOCK:
        return has_cycle(report)
                   ? "Each of them waits for what another one holds. Which order of "
                     "taking locks, kept by everybody, makes such a ring impossible?"
                   : "For each sleeper: what does it wait for, and which thread was to "
                     "bring that? Why doesn't it, in this schedule?";
    case EXPLORE_LOST_WAKEUP:
        return "A signal isn't stored: it wakes a thread that waits at that moment, or "
               "nobody. What does the waiter look at, under the lock, before it sleeps? "
               "And does every change of that wake all who may now go on?";
    case EXPLORE_LIVELOCK:
        return "Threads try again and again, and each attempt undoes another's. What "
               "makes one of them give way?";
    case EXPLORE_MISUSE:
        return question_on_misuse(report->involved_count ? report->involved[0].op
                                                         : EXPLORE_OP_NONE);
    case EXPLORE_MEMORY:
        return "How large is that memory, and how long does it exist? What makes sure "
               "that nobody uses it after that?";
    case EXPLORE_UNJOINED:
        return "Which thread isn't joined, and on which way out of the function?";
    default:
        return NULL;
    }
}

/* ---- in words ------------------------------------------------------------------------------ */

/* The probe's debugging information; where there is none, what is said names no lines. */
static struct debug_info *open_debug_info(const struct judgement *check)
{
    struct debug_sources learners = {.prefix = "learner:", .folder = settings_files()};
    return debug_open(probe_path(check, check->variant), &learners);
}

/* "T1 waits for queue.lock (T2 holds it) (sync.c:90)"; a line for each thread that can't go on,
 * where there is a cycle for those in it. */
static void describe_blocked(struct judgement *check, const struct counterexample *cx)
{
    char all[VERDICT_TEXT] = "";
    size_t used = 0;
    for (unsigned i = 0; i < cx->blocked_count && used + 256 < sizeof all; i++) {
        const struct cx_blocked *blocked = &cx->blocked[i];
        if (cx->cycle_count > 0 && !blocked->in_cycle)
            continue;
        used += (size_t)snprintf(all + used, sizeof all - used, "%sT%u %s",
                                 used ? ";\n" : "", blocked->thread, blocked->text);
        if (blocked->place.line > 0 && used < sizeof all)
            used += (size_t)snprintf(all + used, sizeof all - used, " (%s:%d)",
                                     blocked->place.file, blocked->place.line);
    }
    if (all[0])
        actual(check, "%s", all);
}

/* ---- which line ---------------------------------------------------------------------------- */

/* A wrong result is seen by the scenario, right behind the learner's last step. Clearing
 * up at the end of a call tells nothing about where the result went wrong. */
static void at_last_step(struct judgement *check, const struct explore_report *report)
{
    if (report->step_count == 0)
        return;
    const struct explore_step *last = &report->steps[report->step_count - 1];
    if (last->op != EXPLORE_OP_JOIN && last->op != EXPLORE_OP_MUTEX_DESTROY &&
        last->op != EXPLORE_OP_COND_DESTROY)
        at_site(check, (uint64_t)(uintptr_t)last->site);
}

/* The last of the steps that the verdict is about, or of those that the sentence tells of. */
static void at_marked_step(struct judgement *check, const struct counterexample *cx)
{
    for (unsigned i = cx->step_count; i-- > 0 && check->line == 0;)
        if ((cx->steps[i].marked || cx->steps[i].told) && cx->steps[i].place.line > 0) {
            snprintf(check->file, sizeof check->file, "%s", cx->steps[i].place.file);
            check->line = cx->steps[i].place.line;
        }
}

static void name_the_line(struct judgement *check, const struct explore_report *report,
                          const struct counterexample *cx)
{
    at_marked_step(check, cx);
    for (unsigned i = 0; i < report->involved_count; i++)
        at_site(check, (uint64_t)(uintptr_t)report->involved[i].site);
    if (report->verdict == EXPLORE_WRONG)
        at_last_step(check, report);
}

/* ---- the verdict --------------------------------------------------------------------------- */

/* What the scenario complains of says what came of it; the sentence says why. Elsewhere the
 * sentence says all, but for what the field calls it: "Data race: ...". */
static void say_what_happened(struct judgement *check,
                              const struct explore_report *report,
                              const struct counterexample *cx)
{
    bool complaint = report->verdict == EXPLORE_WRONG || cx->message_adds;
    const char *text = complaint ? cx->message : cx->sentence;
    const char *name = explore_verdict_name(report->verdict);
    if (complaint || strncasecmp(text, name, strlen(name)) == 0)
        fail(check, "%s", text);
    else
        fail(check, "%c%s: %s", toupper((unsigned char)name[0]), name + 1, text);
}

static void judge_failure(struct judgement *check, const struct explore_report *report)
{
    struct debug_info *info = open_debug_info(check);
    struct counterexample *cx = cx_make(report, info);
    if (!cx) {
        decide(check, VERDICT_ERROR, "the lab has no memory for a counterexample");
        debug_close(info);
        return;
    }
    say_what_happened(check, report, cx);
    describe_blocked(check, cx);
    name_the_line(check, report, cx);
    if (question(report))
        think(check, "%s", question(report));
    snprintf(check->token, sizeof check->token, "%s", report->token);
    check->counterexample = cx_to_json(cx);
    cx_free(cx);
    debug_close(info);
}

/* Nothing was found out, and why; the place belongs to it. */
static void say_why_open(struct judgement *check, const struct explore_report *report)
{
    char message[EXPLORE_MESSAGE_SIZE], text[2 * EXPLORE_MESSAGE_SIZE];
    snprintf(message, sizeof message, "%.*s", EXPLORE_MESSAGE_SIZE - 1, report->message);
    struct debug_info *info = open_debug_info(check);
    decide(check, VERDICT_INCONCLUSIVE, "%s",
           expand_marks(info, message, text, sizeof text));
    debug_close(info);
}

/* "1,600" */
static const char *with_commas(uint64_t number, char text[32])
{
    char digits[24];
    int count = snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    char *to = text;
    for (int i = 0; i < count; i++) {
        if (i > 0 && (count - i) % 3 == 0)
            *to++ = ',';
        *to++ = digits[i];
    }
    *to = '\0';
    return text;
}

const char *schedules_tried(const struct judgement *check)
{
    static char text[80];
    char number[32];
    if (check->explored.open)
        snprintf(text, sizeof text, "no failing schedule among %s",
                 with_commas(check->explored.schedules, number));
    else if (check->explored.interleavings == 1)
        snprintf(text, sizeof text, "all interleavings: they all come to the same");
    else
        snprintf(text, sizeof text, "all %s interleavings",
                 with_commas(check->explored.interleavings, number));
    return text;
}

static void say_coverage(struct judgement *check, const struct explore_coverage *coverage)
{
    check->explored.schedules += coverage->schedules;
    check->explored.interleavings += coverage->interleavings;
    check->explored.open |= !coverage->exhausted;
    covered(check, "%s", schedules_tried(check));
}

/* The scenario goes on after the call that is explored: whoever ends the process keeps it from that. */
static bool ends_the_process(const struct explore_report *report)
{
    static const char *const calls[] = {"exit", "_exit", "_Exit", "quick_exit", "abort"};
    if (report->verdict != EXPLORE_UNSUPPORTED)
        return false;
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++)
        if (strcmp(report->call, calls[i]) == 0)
            return true;
    return false;
}

static void judge_ended_process(struct judgement *check,
                                const struct explore_report *report)
{
    fail(check,
         "your code called %s, which would end the whole process: it doesn't return",
         report->call);
    expected(check, "the call returns, and its caller goes on");
    actual(check, "%s", report->call);
    think(check, "A function that fails returns -1 with errno set.");
}

void judge_exploration(struct judgement *check, const struct evidence *seen)
{
    const struct explore_report *report = &seen->exploration;
    if (!seen->explored)
        decide(check, VERDICT_ERROR, "the lab's mistake: the scenario explored nothing");
    else if (ends_the_process(report))
        judge_ended_process(check, report);
    else if (report->verdict == EXPLORE_CLEAN)
        say_coverage(check, &report->coverage);
    else if (report->verdict == EXPLORE_UNSUPPORTED ||
             report->verdict == EXPLORE_INCONCLUSIVE ||
             report->verdict == EXPLORE_NONDETERMINISM)
        say_why_open(check, report);
    else
        judge_failure(check, report);
}

void judge_explored_race(struct judgement *check, const struct evidence *seen)
{
    enum explore_verdict verdict = seen->exploration.verdict;
    if (seen->explored && (verdict == EXPLORE_RACE || verdict == EXPLORE_MEMORY))
        judge_failure(check, &seen->exploration);
}
