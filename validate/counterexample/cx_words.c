/*
 * cx_words.c - steps in words, as what follows a thread's name.
 */
#include <stdio.h>
#include <string.h>

#include "cx_build.h"

#define PHRASE 320

/* ---- accesses -------------------------------------------------------------------- */

static bool is_word_size(uint32_t size)
{
    return size == 0 || size == 1 || size == 2 || size == 4 || size == 8;
}

static void say_read(const struct explore_step *step, const struct cx_step *to,
                     char *text)
{
    if (to->value)
        snprintf(text, PHRASE, "%s %s = %s", explore_op_name(step->op), to->object,
                 to->value);
    else if (!is_word_size(step->location.size))
        snprintf(text, PHRASE, "%s %s (%u bytes)", explore_op_name(step->op), to->object,
                 (unsigned)step->location.size);
    else
        snprintf(text, PHRASE, "%s %s", explore_op_name(step->op), to->object);
}

static void say_write(const struct explore_step *step, const struct cx_step *to,
                      char *text)
{
    say_read(step, to, text);
    size_t used = strlen(text);
    if (to->before)
        snprintf(text + used, PHRASE - used, " (was %s)", to->before);
}

static void say_update(const struct cx_step *to, bool failed, char *text)
{
    if (failed && to->value)
        snprintf(text, PHRASE, "finds %s = %s and leaves it (atomic)", to->object,
                 to->value);
    else if (to->value && to->before)
        snprintf(text, PHRASE, "changes %s from %s to %s (atomic)", to->object,
                 to->before, to->value);
    else
        snprintf(text, PHRASE, "updates %s (atomic)", to->object);
}

/* ---- primitives ------------------------------------------------------------------ */

static void say_try(const struct explore_step *step, const struct cx_step *to, char *text)
{
    const char *how = step->op == EXPLORE_OP_TRYRDLOCK   ? " for reading"
                      : step->op == EXPLORE_OP_TRYWRLOCK ? " for writing"
                                                         : "";
    if (step->wake == EXPLORE_TIMEOUT)
        snprintf(text, PHRASE, "gives up waiting for %s: time over", to->object);
    else if (step->failed)
        snprintf(text, PHRASE, "tries to lock %s%s: it is taken", to->object, how);
    else
        snprintf(text, PHRASE, "locks %s%s", to->object, how);
}

static void say_wake(const struct explore_step *step, const struct cx_step *to,
                     char *text)
{
    const char *why = step->wake == EXPLORE_SPURIOUS
                          ? " without a signal (spurious wakeup)"
                      : step->wake == EXPLORE_TIMEOUT ? ": time over"
                                                      : "";
    snprintf(text, PHRASE, "wakes from %s%s, has the lock again", to->object, why);
}

/* "T1", "T1 and T3", "one of T1 and T3" */
static void say_woken(const struct explore_step *step, const uint32_t *woken,
                      unsigned count, char *text, size_t size)
{
    size_t used = 0;
    bool one = step->op == EXPLORE_OP_SIGNAL && count > 1;
    used += (size_t)snprintf(text, size, "%s", one ? "one of " : "");
    for (unsigned i = 0; i < count && used + 16 < size; i++)
        used += (size_t)snprintf(text + used, size - used, "%sT%u",
                                 i == 0           ? ""
                                 : i + 1 == count ? " and "
                                                  : ", ",
                                 (unsigned)woken[i]);
}

static void say_signal(struct cx_build *build, const struct explore_step *step,
                       const struct cx_step *to, char *text)
{
    uint32_t woken[EXPLORE_MAX_THREADS];
    char whom[128];
    unsigned count = follow_wakes(&build->follow, woken);
    say_woken(step, woken, count, whom, sizeof whom);
    if (count == 0)
        snprintf(text, PHRASE, "%s %s: nobody waits", explore_op_name(step->op),
                 to->object);
    else
        snprintf(text, PHRASE, "%s %s: wakes %s", explore_op_name(step->op), to->object,
                 whom);
}

static void say_count(const struct explore_step *step, const struct cx_step *to,
                      char *text)
{
    const char *verb = step->op == EXPLORE_OP_SEM_POST ? "posts" : "takes one from";
    if (step->failed)
        snprintf(text, PHRASE, "gets nothing from %s%s", to->object,
                 step->wake == EXPLORE_TIMEOUT ? ": time over" : "");
    else if (to->value)
        snprintf(text, PHRASE, "%s %s (now %s)", verb, to->object, to->value);
    else
        snprintf(text, PHRASE, "%s %s", verb, to->object);
}

/* ---- a step ---------------------------------------------------------------------- */

static void say_plainly(const struct explore_step *step, const struct cx_step *to,
                        char *text)
{
    snprintf(text, PHRASE, "%s%s%s%s", explore_op_name(step->op),
             to->object[0] ? " " : "", to->object, step->failed ? " (fails)" : "");
}

static void say_block(const struct explore_step *step, const struct cx_step *to,
                      char *text)
{
    say_plainly(step, to, text);
    size_t used = strlen(text);
    if (step->op == EXPLORE_OP_ALLOCATE && step->location.block > 0 && !step->failed)
        snprintf(text + used, PHRASE - used, " (%llu bytes)",
                 (unsigned long long)step->location.block);
}

const char *cx_phrase(struct cx_build *build, const struct explore_step *step,
                      const struct cx_step *to)
{
    char text[PHRASE];
    switch (step->op) {
    case EXPLORE_OP_READ:
    case EXPLORE_OP_ATOMIC_LOAD:
        say_read(step, to, text);
        break;
    case EXPLORE_OP_WRITE:
    case EXPLORE_OP_ATOMIC_STORE:
        say_write(step, to, text);
        break;
    case EXPLORE_OP_ATOMIC_UPDATE:
        say_update(to, step->failed, text);
        break;
    case EXPLORE_OP_TRYLOCK:
    case EXPLORE_OP_TIMEDLOCK:
    case EXPLORE_OP_TRYRDLOCK:
    case EXPLORE_OP_TRYWRLOCK:
        say_try(step, to, text);
        break;
    case EXPLORE_OP_WAIT:
        snprintf(text, PHRASE, "gives the lock up and sleeps on %s", to->object);
        break;
    case EXPLORE_OP_WAKE:
        say_wake(step, to, text);
        break;
    case EXPLORE_OP_SIGNAL:
    case EXPLORE_OP_BROADCAST:
        say_signal(build, step, to, text);
        break;
    case EXPLORE_OP_SEM_WAIT:
    case EXPLORE_OP_SEM_TRYWAIT:
    case EXPLORE_OP_SEM_POST:
        say_count(step, to, text);
        break;
    case EXPLORE_OP_ALLOCATE:
    case EXPLORE_OP_FREE:
        say_block(step, to, text);
        break;
    default:
        say_plainly(step, to, text);
    }
    return cx_keep(&build->cx->texts, text);
}
