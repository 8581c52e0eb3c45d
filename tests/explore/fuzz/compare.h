/*
 * compare.h - one program: the explorer against the truth.
 */
#ifndef FUZZ_COMPARE_H
#define FUZZ_COMPARE_H

#include "races.h"
#include "truth.h"

#define MOST_STATES    300000
#define MOST_SCHEDULES 20000
#define FEW_SCHEDULES  3000

static struct {
    unsigned compared, exhausted, raced, deadlocks;
    uint64_t states, schedules;
} tally;

static struct seen reduced, full;
static struct explore_report reports[2][EXPLORE_MAX_FINDINGS];

/* ---- the searches ---------------------------------------------------------------- */

/* A thread wakes without a signal only while others can go on. Where they may not, which is
 * a deadlock and found, DPOR doesn't try whether it would have woken before. */
static bool is_excused(const struct program *program)
{
    return program->spurious && truth.deadlocks && reduced.deadlocks;
}

static const char *compare_searches(const struct program *program)
{
    see(&reduced, &dpor, program, MOST_SCHEDULES);
    tally.schedules += reduced.schedules;
    if (set_lacks(&reduced.ends, &truth.ends) != 0)
        return "DPOR: an end that doesn't exist";
    if (reduced.complete && !is_excused(program) &&
        set_lacks(&truth.ends, &reduced.ends) != 0)
        return "DPOR: complete, but an end is missing";
    if (reduced.finished && !reduced.complete)
        return "DPOR: not complete";
    see(&full, &dfs, program, FEW_SCHEDULES);
    if (set_lacks(&full.ends, &truth.ends) != 0)
        return "DFS: an end that doesn't exist";
    if (full.complete && set_lacks(&truth.ends, &full.ends) != 0)
        return "DFS: complete, but an end is missing";
    if (full.finished && reduced.finished && reduced.completed > full.completed)
        return "DPOR runs more schedules than DFS";
    return NULL;
}

/* ---- explore() ------------------------------------------------------------------- */

static uint64_t unwanted; /* end that the predicate calls wrong */

static const char *is_unwanted(void *arg)
{
    (void)arg;
    return state_at_end(EXPLORE_CLEAN) == unwanted ? "unwanted" : NULL;
}

static void run_explorer(const struct program *program, struct explore_report *report,
                         struct explore_options options)
{
    options.max_findings = EXPLORE_MAX_FINDINGS;
    options.max_steps = MOST_STEPS;
    options.spurious_wakeups = program->spurious;
    options.program = program->whole;
    run.program = program;
    run.steps = false;
    memset(report, 0, sizeof reports[0]);
    if (explore(run_program, NULL, is_unwanted, &options, report) == -1)
        abort();
}

static bool has(const struct explore_report *report, enum explore_verdict verdict)
{
    for (unsigned i = 0; i < report->findings; i++)
        if (report[i].verdict == verdict)
            return true;
    return false;
}

static bool has_deadlock(const struct explore_report *report)
{
    return has(report, EXPLORE_DEADLOCK) || has(report, EXPLORE_LOST_WAKEUP);
}

/* Any of the ends, or one that doesn't exist. */
static uint64_t choose_end(uint64_t seed)
{
    size_t at = fuzz_mix(seed, 9) & (SET_SIZE - 1);
    if (seed % 4 == 0)
        return 2;
    while (truth.ends.members[at] == 0)
        at = (at + 1) & (SET_SIZE - 1);
    return truth.ends.members[at];
}

static bool reports_are_equal(void)
{
    for (unsigned i = 0; i < EXPLORE_MAX_FINDINGS; i++)
        if (memcmp(&reports[0][i], &reports[1][i], sizeof reports[0][i]) != 0)
            return false;
    return true;
}

/* A schedule in which there is a race and something else is told as either. */
static bool replays_alike(const struct program *program,
                          const struct explore_report *report, bool ignore_races)
{
    static struct explore_report again[EXPLORE_MAX_FINDINGS];
    for (unsigned i = 0; i < report->findings; i++) {
        if (report[i].token[0] == '\0')
            continue;
        run_explorer(program, again,
                     (struct explore_options){.replay = report[i].token,
                                              .ignore_races = ignore_races});
        bool both =
            again[0].verdict != EXPLORE_CLEAN &&
            (again[0].verdict == EXPLORE_RACE || report[i].verdict == EXPLORE_RACE);
        if (again[0].verdict != report[i].verdict && !both) {
            if (getenv("SHOW") != NULL)
                printf("is %s: %s\nwas %s: %s\n", explore_verdict_name(again[0].verdict),
                       again[0].message, explore_verdict_name(report[i].verdict),
                       report[i].message);
            return false;
        }
    }
    return true;
}

static const char *compare_verdicts(const struct program *program)
{
    const struct explore_report *report = reports[0];
    struct explore_options options = {
        .seed = program->seed, .schedules = 8000, .ignore_races = true};
    unwanted = choose_end(program->seed);
    bool possible = *set_place(&truth.ends, unwanted) == unwanted && unwanted != 2;
    bool cut_off =
        program->whole; /* between two steps: the predicate sees how far it got */
    run_explorer(program, reports[0], options);
    run_explorer(program, reports[1], options);
    bool exhausted = report->coverage.exhausted;
    tally.exhausted += exhausted;
    tally.deadlocks += has_deadlock(report);
    if (!reports_are_equal())
        return "explore(): two reports that differ";
    if (has(report, EXPLORE_NONDETERMINISM))
        return "explore(): not deterministic";
    if (has_deadlock(report) && !truth.deadlocks)
        return "explore(): a deadlock that doesn't exist";
    if (has(report, EXPLORE_WRONG) && !possible && !truth.fails)
        return "explore(): an end that doesn't exist";
    if (exhausted && report->findings == 0 && truth.deadlocks)
        return "explore(): exhausted, but a deadlock is missing";
    if (exhausted && report->findings == 0 && truth.fails)
        return "explore(): exhausted, but a failure is missing";
    if (exhausted && report->findings == 0 && possible && !cut_off)
        return "explore(): exhausted, but an end is missing";
    if (!replays_alike(program, report, true))
        return "explore(): a replay that differs";
    return NULL;
}

/* ---- races ----------------------------------------------------------------------- */

static bool is_orderly(const struct program *program)
{
    for (unsigned i = 0; i < program->bodies; i++)
        for (unsigned j = 0; j < program->body[i].count; j++)
            switch (program->body[i].actions[j].what) {
            case TRYLOCK:
            case TIMEDLOCK:
            case WAIT:
            case WAIT_IF:
            case WAIT_TIMED:
            case TRYDRAW:
            case TIMEDDRAW:
            case COUNT:
            case TRYRDLOCK:
            case TRYWRLOCK:
            case TIMEDRDLOCK:
            case TIMEDWRLOCK:
            case TRYJOIN:
            case TIMEDJOIN:
            case DETACH:
            case MISUSE:
            case FAIL:
                return false;
            default:
                break;
            }
    return true;
}

/* Does a value that is read decide what a thread does? Then what a race leads to may seem
 * to race as well. */
static bool is_straight(const struct program *program)
{
    for (unsigned i = 0; i < program->bodies; i++)
        for (unsigned j = 0; j < program->body[i].count; j++) {
            enum what what = program->body[i].actions[j].what;
            if (what == SKIP || what == WAIT_WHILE)
                return false;
        }
    return true;
}

/* The races that the explorer knows, as pairs of sites. */
static struct pairs known_races(void)
{
    struct pairs pairs = {0};
    for (unsigned i = 0; i < race_count(); i++)
        pairs_add(&pairs, race_at(i)->first.site, race_at(i)->second.site);
    return pairs;
}

/* Their addresses. */
static struct pairs known_addresses(void)
{
    struct pairs pairs = {0};
    for (unsigned i = 0; i < race_count(); i++) {
        const void *address = (const void *)race_at(i)->location.address;
        pairs_add(&pairs, address, address);
    }
    return pairs;
}

static bool pairs_lack(const struct pairs *first, const struct pairs *second)
{
    for (unsigned i = 0; i < first->count; i++) {
        bool found = false;
        for (unsigned j = 0; j < second->count; j++)
            found |=
                memcmp(&first->pairs[i], &second->pairs[j], sizeof first->pairs[i]) == 0;
        if (!found)
            return true;
    }
    return false;
}

static const char *compare_races(const struct program *program)
{
    struct explore_options options = {.seed = program->seed, .schedules = 8000};
    const struct explore_report *report = reports[0];
    unwanted = 2;
    run_explorer(program, reports[0], options);
    struct pairs known = known_races(), addresses = known_addresses();
    bool exhausted = report->coverage.exhausted;
    run_explorer(program, reports[1], options);
    tally.raced += has(report, EXPLORE_RACE);
    if (!reports_are_equal())
        return "races: two reports that differ";
    if (has(report, EXPLORE_NONDETERMINISM))
        return "races: not deterministic";
    if (is_orderly(program)) {
        if (has(report, EXPLORE_RACE) && known.count == 0)
            return "races: one that is not known";
        if (known.count > 0 && truth.races.count == 0)
            return "races: one that doesn't exist";
        if (exhausted && known.count == 0 && truth.races.count > 0)
            return "races: exhausted, but all are missing";
        if (is_straight(program) && pairs_lack(&known, &truth.races))
            return "races: a pair that doesn't exist";
        if (exhausted && pairs_lack(&truth.racing, &addresses))
            return "races: exhausted, but one is missing";
    }
    if (!replays_alike(program, report, false))
        return "races: a replay that differs";
    return NULL;
}

/* ---- all of it ------------------------------------------------------------------- */

/* Returns what differs, or NULL. */
static const char *compare(const struct program *program)
{
    find_truth(program, MOST_STATES);
    if (!truth.finished)
        return NULL;
    tally.compared++;
    tally.states += truth.states.count;
    const char *what = compare_searches(program);
    if (what == NULL)
        what = compare_verdicts(program);
    if (what == NULL)
        what = compare_races(program);
    return what;
}

#endif
