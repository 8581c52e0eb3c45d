/*
 * shortest.c - the way to a failure with the fewest unusual choices: none is tried, then every
 * single one, then every two, as far as the tries and the work go.
 */
#include <errno.h>
#include <string.h>

#include "play_parts.h"
#include "races.h"
#include "session.h"

#define MOST_EFFORT 50000000 /* a second or two */

static struct {
    unsigned tries; /* that are left */
    uint64_t end;   /* session_counts.effort at which it is given up */
    bool no_memory;
    struct trace ways[MOST_UNUSUAL + 1]; /* of the schedules that are varied, by depth */
} shortest;

bool play_is_failure(int verdict)
{
    return verdict != EXPLORE_CLEAN && verdict != EXPLORE_UNJOINED &&
           verdict != EXPLORE_UNSUPPORTED && verdict != EXPLORE_INCONCLUSIVE &&
           verdict != EXPLORE_NONDETERMINISM && verdict != -1;
}

/* Runs the orders to the end. Returns true if that fails. */
static bool fails(void)
{
    strategy_use(&play_chosen);
    int verdict = session_run();
    shortest.no_memory |= verdict == -1;
    shortest.tries -= shortest.tries > 0;
    return play_is_failure(verdict) ||
           (playing.play->races && race_of_schedule() != NULL);
}

static bool may_go_on(void)
{
    return shortest.tries > 0 && session_counts.effort < shortest.end &&
           !shortest.no_memory;
}

/* Varies the schedule just run by exactly `unusual` choices, at `from` or later. Returns true if one
 * fails: playing.orders are its choices. */
static bool vary(unsigned unusual, unsigned from, unsigned depth)
{
    struct trace *way = &shortest.ways[depth];
    *way = playing.made;
    for (unsigned at = from; at < way->length; at++) {
        for (unsigned option = 0; option < way->choices[at].options; option++) {
            if (option == way->choices[at].usual)
                continue;
            if (!may_go_on())
                return false;
            playing.orders.length = at + 1;
            memcpy(playing.orders.choices, way->choices, at * sizeof *way->choices);
            playing.orders.choices[at] = way->choices[at];
            playing.orders.choices[at].taken = (uint16_t)option;
            bool failed = fails();
            if (unusual == 1 && failed)
                return true;
            if (unusual > 1 && !failed && vary(unusual - 1, at + 1, depth + 1))
                return true;
        }
    }
    return false;
}

/* As play_find_shortest, without memory's end. */
static unsigned find(const struct trace *given)
{
    for (unsigned unusual = 0; unusual <= MOST_UNUSUAL; unusual++) {
        playing.orders = *given;
        if (fails())
            return unusual;
        if (unusual > 0 && vary(unusual, given->length, 0))
            return unusual;
        if (!may_go_on())
            break;
        playing.play->tried_all = unusual + 1;
    }
    return MOST_UNUSUAL + 1;
}

int play_find_shortest(const struct trace *given, unsigned tries)
{
    shortest.tries = tries;
    shortest.end = session_counts.effort + MOST_EFFORT;
    shortest.no_memory = false;
    playing.to_the_end = true;
    playing.play->tried_all = 0;
    unsigned unusual = find(given);
    if (!shortest.no_memory)
        return (int)unusual;
    errno = ENOMEM;
    return -1;
}
