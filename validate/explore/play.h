/*
 * play.h - a schedule whose decisions somebody else takes, one after the other: a person
 * who plays the scheduler.
 *
 * A decision is asked for where there is more than one way to go on. One of them is the
 * usual one: what happens when nobody interferes (the running thread goes on; the first
 * waiter is woken; nobody wakes without a signal). What was decided is a list of choices;
 * the same list leads to the same place again, and a shorter one to an earlier place.
 */
#ifndef PLAY_H
#define PLAY_H

#include "explore.h"

#define PLAY_CHOICES_MOST 2000 /* of one schedule; later ones are the usual ones */
#define PLAY_OPTIONS_MOST 128
#define PLAY_POINTS_MOST  128

enum play_question {
    PLAY_OVER,   /* none: the schedule has ended, as the report says */
    PLAY_WHO,    /* who steps next? */
    PLAY_WAITER, /* whom does the signal wake that was just sent? */
};

enum play_order {
    PLAY_STEP,   /* take the choices, then ask */
    PLAY_RUN_ON, /* take the choices, then the usual ones as long as the same thread goes
                    on and the schedule doesn't end, then ask */
    PLAY_SEARCH, /* find the shortest way that fails from behind the choices; without
                    choices: find points and coverage as well, as explore() does */
};

struct play_choice {
    uint16_t taken;   /* index of what was chosen */
    uint16_t usual;   /* of the usual one */
    uint16_t options; /* how many there were, at least two */
};

struct play_option {
    uint32_t thread;        /* who steps, or is woken */
    enum explore_wake wake; /* PLAY_WHO: why it can */
};

struct explore_play {
    enum play_order order;
    unsigned tries; /* order SEARCH: schedules for the shortest way, at most; what they
                                  cost is limited as well */
    unsigned point_count; /* in: words of memory whose accesses are steps; out, SEARCH
                                  without choices: those that race */
    uint64_t points[PLAY_POINTS_MOST];
    unsigned choice_count; /* in: to be taken; out: all that were, the same first */
    struct play_choice choices[PLAY_CHOICES_MOST];

    enum play_question question;
    unsigned option_count;
    unsigned usual; /* index of the usual option */
    struct play_option options[PLAY_OPTIONS_MOST];
    bool
        ready[EXPLORE_MAX_INVOLVED]; /* PLAY_WHO, WAITER: the thread of involved[i] of the
                                         report could step; those are all that haven't ended,
                                         as far as there is room */
    bool raced;                      /* two accesses weren't ordered */
    struct explore_involved race[2]; /* raced: they are these */

    bool fails; /* SEARCH without choices: some schedule fails, whatever its length */
    bool
        races; /* in: a data race counts as a failure; out, SEARCH without choices: it does, since
                   nothing else fails and there is one */
    bool found; /* SEARCH: a way that fails was found; choices and report are it */
    unsigned
        unusual; /* found: choices in it that aren't the usual ones, those that were given
                           not counted */
    unsigned tried_all; /* not found: no way with fewer unusual choices than this fails */
};

/* Does what play->order says; scenario, arg and options as for explore(), options->replay and
 * max_findings aside. Data races don't end a schedule. Returns 0, with the report of what was done,
 * all of whose steps are recorded; or -1 with errno as explore() does. */
int explore_play(void (*scenario)(void *arg), void *arg,
                 const struct explore_options *options, struct explore_play *play,
                 struct explore_report *report);

#endif
