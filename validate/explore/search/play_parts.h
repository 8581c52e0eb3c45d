/*
 * play_parts.h - what the parts of a play share: the decisions (play_chosen.c), the
 * shortest way (shortest.c), the orders (play.c).
 */
#ifndef PLAY_PARTS_H
#define PLAY_PARTS_H

#include "play.h"
#include "strategy.h"

/* The choices of a schedule. */
struct trace {
    unsigned length;
    struct play_choice choices[PLAY_CHOICES_MOST];
};

struct playing {
    struct explore_play *play; /* who asks */
    struct trace orders;       /* choices to be taken */
    struct trace made;         /* that were taken in the schedule under way */
    bool to_the_end;           /* behind the orders the usual ones are taken */
    uint32_t running; /* RUN_ON: who is to go on; EXPLORE_NOBODY: not known yet */
    const struct thread
        *last;    /* who took the last step that wasn't forced; NULL: nobody */
    bool goes_on; /* ... and may go on */
};

extern struct playing playing;

/* The strategy that takes playing.orders, then does as playing says. */
extern const struct strategy play_chosen;

/* Is it the program's fault, and no mere limit of the explorer's? */
bool play_is_failure(int verdict);

#define MOST_UNUSUAL 6 /* choices of a way that is looked for */

/* Looks for a way that fails with as few unusual choices as possible, behind those that are given; at most
 * so many schedules. Returns their number, playing.orders being the way; MOST_UNUSUAL + 1: none was
 * found; or -1 with errno ENOMEM. Sets playing.play->tried_all. */
int play_find_shortest(const struct trace *given, unsigned tries);

#endif
