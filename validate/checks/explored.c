/*
 * explored.c - the explorer's report as a verdict: words, lines and the failing schedule.
 */
#include <stdio.h>
#include <string.h>

#include "location.h"
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
    case EXPLORE_UNJOINED:
        return "Join every thread that was started, on each way out of the function.";
    default:
        return NULL;
    }
}

static void name_line(const struct judgement *check, const void *site, char *text,
                      size_t size)
{
    char file[64];
    int line;
    if (site &&
        find_learner_line(probe_path(check, check->variant), (uint64_t)(uintptr_t)site,
                          file, sizeof file, &line) == 0)
        snprintf(text, size, " (%s:%d)", file, line);
    else
        text[0] = '\0';
}

/* What a thread is doing that doesn't go on. */
static const char *stopped_at(const struct explore_involved *who)
{
    switch (who->op) {
    case EXPLORE_OP_LOCK:
    case EXPLORE_OP_TIMEDLOCK:
    case EXPLORE_OP_RDLOCK:
    case EXPLORE_OP_WRLOCK:
    case EXPLORE_OP_SEM_WAIT:
        return "waits for";
    case EXPLORE_OP_WAIT:
    case EXPLORE_OP_WAKE:
        return "sleeps on";
    case EXPLORE_OP_JOIN:
        return who->name[0] ? "waits for the end of" : "joins";
    default:
        return explore_op_name(who->op);
    }
}

/* "T1 waits for M2 (sync.c:90), which T2 took (sync.c:88)" */
static size_t describe_one(struct judgement *check, const struct explore_involved *who,
                           char *text, size_t size)
{
    char at[96], held_at[96];
    name_line(check, who->site, at, sizeof at);
    int used = snprintf(text, size, "T%u %s%s%s%s", who->thread, stopped_at(who),
                        who->name[0] ? " " : "", who->name, at);
    if (who->in_cycle && who->holder != EXPLORE_NOBODY && who->op != EXPLORE_OP_JOIN) {
        name_line(check, who->held_at, held_at, sizeof held_at);
        used += snprintf(text + used, size - (size_t)used, ", which T%u took%s",
                         who->holder, held_at);
    }
    return (size_t)used;
}

/* A line for each thread that has part in it; where there is a cycle, for those in it. */
static void describe_involved(struct judgement *check,
                              const struct explore_report *report)
{
    char all[VERDICT_TEXT] = "";
    size_t used = 0;
    for (unsigned i = 0; i < report->involved_count && used + 256 < sizeof all; i++) {
        const struct explore_involved *who = &report->involved[i];
        at_site(check, (uint64_t)(uintptr_t)who->site);
        if (who->op == EXPLORE_OP_NONE || (has_cycle(report) && !who->in_cycle))
            continue;
        if (used)
            used += (size_t)snprintf(all + used, sizeof all - used, ";\n");
        used += describe_one(check, who, all + used, sizeof all - used);
    }
    if (all[0])
        actual(check, "%s", all);
}

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

static cJSON *step_as_json(const struct judgement *check, const struct explore_step *step)
{
    char text[96], file[64] = "";
    int line = 0;
    cJSON *json = cJSON_CreateObject();
    snprintf(text, sizeof text, "T%u", step->thread);
    cJSON_AddStringToObject(json, "thread", text);
    snprintf(text, sizeof text, "%s%s%s%s", explore_op_name(step->op),
             step->name[0] ? " " : "", step->name,
             step->wake == EXPLORE_SPURIOUS  ? " (without a signal)"
             : step->wake == EXPLORE_TIMEOUT ? " (time over)"
             : step->failed                  ? " (fails)"
                                             : "");
    cJSON_AddStringToObject(json, "what", text);
    if (step->site)
        find_learner_line(probe_path(check, check->variant),
                          (uint64_t)(uintptr_t)step->site, file, sizeof file, &line);
    cJSON_AddStringToObject(json, "file", file);
    cJSON_AddNumberToObject(json, "line", line);
    cJSON_AddBoolToObject(json, "switched", step->switched);
    return json;
}

static void keep_steps(struct judgement *check, const struct explore_report *report)
{
    check->steps = cJSON_CreateArray();
    for (unsigned i = 0; i < report->step_count && i < EXPLORE_MAX_STEPS; i++)
        cJSON_AddItemToArray(check->steps, step_as_json(check, &report->steps[i]));
}

static void judge_failure(struct judgement *check, const struct explore_report *report)
{
    fail(check, "%.*s", EXPLORE_MESSAGE_SIZE, report->message);
    describe_involved(check, report);
    if (report->verdict == EXPLORE_WRONG)
        at_last_step(check, report);
    if (question(report))
        think(check, "%s", question(report));
    keep_steps(check, report);
}

static void say_coverage(struct judgement *check, const struct explore_coverage *coverage)
{
    if (coverage->exhausted)
        covered(check, "all %llu interleavings",
                (unsigned long long)coverage->interleavings);
    else
        covered(check, "no failing schedule among %llu",
                (unsigned long long)coverage->schedules);
}

void judge_exploration(struct judgement *check, const struct evidence *seen)
{
    const struct explore_report *report = &seen->exploration;
    if (!seen->explored)
        decide(check, VERDICT_ERROR, "the lab's mistake: the scenario explored nothing");
    else if (report->verdict == EXPLORE_CLEAN)
        say_coverage(check, &report->coverage);
    else if (report->verdict == EXPLORE_UNSUPPORTED ||
             report->verdict == EXPLORE_INCONCLUSIVE ||
             report->verdict == EXPLORE_NONDETERMINISM)
        decide(check, VERDICT_INCONCLUSIVE, "%.*s", EXPLORE_MESSAGE_SIZE,
               report->message);
    else
        judge_failure(check, report);
}

void judge_explored_race(struct judgement *check, const struct evidence *seen)
{
    if (seen->explored && seen->exploration.verdict == EXPLORE_RACE)
        judge_failure(check, &seen->exploration);
}
