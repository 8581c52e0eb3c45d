#include "cx_follow.h"

#include <string.h>

bool follow_is_lock(enum explore_op op)
{
    switch (op) {
    case EXPLORE_OP_LOCK:
    case EXPLORE_OP_TRYLOCK:
    case EXPLORE_OP_TIMEDLOCK:
    case EXPLORE_OP_RDLOCK:
    case EXPLORE_OP_WRLOCK:
    case EXPLORE_OP_TRYRDLOCK:
    case EXPLORE_OP_TRYWRLOCK:
        return true;
    default:
        return false;
    }
}

const struct explore_step *follow_next_of(const struct explore_report *report,
                                          unsigned from, uint32_t thread)
{
    for (unsigned i = from; i < report->step_count; i++)
        if (report->steps[i].thread == thread)
            return &report->steps[i];
    return NULL;
}

/* A thread may have gone to sleep before the first step that the report still has. */
static void find_early_sleepers(struct follow *follow)
{
    const struct explore_report *report = follow->report;
    if (report->step_count == 0 || report->steps[0].number <= 1)
        return;
    for (uint32_t thread = 0; thread < EXPLORE_MAX_THREADS; thread++) {
        const struct explore_step *first = follow_next_of(report, 0, thread);
        if (first && first->op == EXPLORE_OP_WAKE)
            follow->sleeps_on[thread] = first->object;
    }
}

void follow_begin(struct follow *follow, const struct explore_report *report)
{
    memset(follow, 0, sizeof *follow);
    follow->report = report;
    find_early_sleepers(follow);
}

uint32_t follow_holder(const struct follow *follow, const void *object)
{
    for (unsigned i = 0; object && i < FOLLOW_LOCKS; i++)
        if (follow->locks[i].object == object)
            return follow->locks[i].thread;
    return EXPLORE_NOBODY;
}

static void take(struct follow *follow, const void *object, uint32_t thread)
{
    for (unsigned i = 0; object && i < FOLLOW_LOCKS; i++) {
        if (!follow->locks[i].object) {
            follow->locks[i].object = object;
            follow->locks[i].thread = thread;
            return;
        }
    }
}

static void give_back(struct follow *follow, const void *object, uint32_t thread)
{
    for (unsigned i = 0; i < FOLLOW_LOCKS; i++) {
        if (follow->locks[i].object == object && follow->locks[i].thread == thread) {
            follow->locks[i].object = NULL;
            return;
        }
    }
}

/* The mutex that a wait gives up: which one it is the steps don't say; mostly the thread
 * holds no other. */
static const void *lock_of(const struct follow *follow, uint32_t thread)
{
    for (unsigned i = FOLLOW_LOCKS; i-- > 0;)
        if (follow->locks[i].object && follow->locks[i].thread == thread)
            return follow->locks[i].object;
    return NULL;
}

static void fall_asleep(struct follow *follow, const struct explore_step *step)
{
    uint32_t thread = step->thread;
    const void *lock = lock_of(follow, thread);
    follow->gave_up[thread] = lock;
    give_back(follow, lock, thread);
    follow->sleeps_on[thread] = step->object;
    follow->signalled[thread] = false;
}

static void wake_up(struct follow *follow, uint32_t thread)
{
    take(follow, follow->gave_up[thread], thread);
    follow->sleeps_on[thread] = NULL;
    follow->signalled[thread] = false;
}

/* Will the thread's next step be to wake because of a signal? */
static bool wakes_later(const struct follow *follow, uint32_t thread)
{
    const struct explore_step *next =
        follow_next_of(follow->report, follow->next, thread);
    return next && next->op == EXPLORE_OP_WAKE && next->wake == EXPLORE_READY;
}

unsigned follow_wakes(const struct follow *follow, uint32_t woken[EXPLORE_MAX_THREADS])
{
    const struct explore_step *step = &follow->report->steps[follow->next];
    unsigned count = 0, certain = 0;
    for (uint32_t thread = 0; thread < EXPLORE_MAX_THREADS; thread++)
        if (follow->sleeps_on[thread] && follow->sleeps_on[thread] == step->object &&
            !follow->signalled[thread])
            woken[count++] = thread;
    if (step->op == EXPLORE_OP_BROADCAST || count <= 1)
        return count;
    for (unsigned i = 0; i < count; i++)
        if (wakes_later(follow, woken[i]))
            woken[certain++] = woken[i];
    return certain > 0 ? certain : count;
}

static void wake_others(struct follow *follow, const struct explore_step *step)
{
    uint32_t woken[EXPLORE_MAX_THREADS];
    unsigned count = follow_wakes(follow, woken);
    if (step->op == EXPLORE_OP_SIGNAL && count > 1)
        return; /* which one isn't known */
    for (unsigned i = 0; i < count; i++)
        follow->signalled[woken[i]] = true;
}

void follow_step(struct follow *follow)
{
    const struct explore_step *step = &follow->report->steps[follow->next];
    uint32_t thread = step->thread;
    if (thread >= EXPLORE_MAX_THREADS) {
        follow->next++;
        return;
    }
    if (follow_is_lock(step->op) && !step->failed)
        take(follow, step->object, thread);
    else if (step->op == EXPLORE_OP_UNLOCK || step->op == EXPLORE_OP_RWUNLOCK)
        give_back(follow, step->object, thread);
    else if (step->op == EXPLORE_OP_WAIT)
        fall_asleep(follow, step);
    else if (step->op == EXPLORE_OP_WAKE)
        wake_up(follow, thread);
    else if (step->op == EXPLORE_OP_SIGNAL || step->op == EXPLORE_OP_BROADCAST)
        wake_others(follow, step);
    else if (step->op == EXPLORE_OP_END)
        follow->ended[thread] = true;
    follow->next++;
}
