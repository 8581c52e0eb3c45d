/*
 * dependence.h - which steps affect each other: only their order makes interleavings
 * differ.
 *
 * A step has an effect on each of a few things: a primitive, bytes of memory, a thread,
 * the table of threads, time. Two steps depend on each other if their effects on one
 * thing do. The answers err on the side of dependence: that costs schedules, never an
 * interleaving.
 *
 * What the race detector orders counts as well: a post and a wait on a semaphore commute
 * when both can go on, but which of them comes first decides what happens before what.
 */
#ifndef DEPENDENCE_H
#define DEPENDENCE_H

#include "schedule.h"

/* What a step does to a thing. */
enum effect_kind {
    EFFECT_READ,  /* looks at it; also a try that failed */
    EFFECT_WRITE, /* changes it in a way that shows to everybody */
    /* locks, a once control */
    EFFECT_TAKE,  /* alone */
    EFFECT_GIVE,  /* ends that */
    EFFECT_SHARE, /* together with others; passes a once control whose routine returned */
    EFFECT_UNSHARE,
    /* semaphores */
    EFFECT_POST,
    EFFECT_DRAW, /* takes one */
    /* conditions */
    EFFECT_SLEEP,  /* begins to wait */
    EFFECT_SIGNAL, /* signal or broadcast that found somebody */
    EFFECT_MISS,   /* ... that found nobody */
    EFFECT_LEAVE,  /* stops waiting without a signal */
    /* barriers */
    EFFECT_ARRIVE,
    EFFECT_PASS,
    /* threads */
    EFFECT_END,
    EFFECT_JOIN, /* also a try that failed */
    EFFECT_DETACH,
};

struct effect {
    uintptr_t thing; /* which; primitives, memory and the rest don't overlap */
    uint8_t kind;    /* enum effect_kind */
    uint8_t first;   /* memory: bytes from first to last of an aligned eight */
    uint8_t last;
    bool blocks; /* TAKE, SHARE, DRAW, JOIN: couldn't have come before what enables it */
    uint32_t value; /* DRAW: of the semaphore before; ARRIVE: rounds that are complete
                       afterwards, times two, plus one if this completed one; PASS: the
                       value of the arrival that completed its round */
};

#define MAX_EFFECTS 36 /* of one step: an access of 255 bytes has most */

/* Does the program read clocks? From then on all that lets time pass counts. */
extern bool dependence_on_time;

/* Does the operation wait until it can go on, however long? */
static inline bool is_patient(const struct operation *operation)
{
    return operation->ready != NULL && operation->deadline == NO_DEADLINE;
}

/* The effects of the step just taken; to be asked before the next one. `patient`: as its
 * operation was. Returns how many. */
unsigned effects_of_step(const struct step *step, bool patient,
                         struct effect effects[MAX_EFFECTS]);

/* The effects that the thread's pending operation would have now. One that can't go on is
 * taken as if it could. `signalled`: of a condition wait, has a signal chosen it? */
unsigned effects_of_pending(const struct thread *thread, bool signalled,
                            struct effect effects[MAX_EFFECTS]);

enum relation {
    INDEPENDENT, /* either order leads to the same */
    FOLLOWS,     /* the later one can't come before the earlier one */
    RACES,       /* they depend on each other, and the other order is possible */
};

/* How two effects on one thing of different threads relate. */
enum relation relation_of(const struct effect *earlier, const struct effect *later);

/* Do all effects on the same thing depend on this one, the same bytes given? */
bool is_total(const struct effect *effect);

/* Is one of the effects of the step just taken dependent on one of the pending ones? */
bool any_dependent(const struct effect *done, unsigned done_count,
                   const struct effect *pending, unsigned pending_count);

#endif
