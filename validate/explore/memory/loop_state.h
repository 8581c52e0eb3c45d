/*
 * loop_state.h - what is remembered of each thread to tell whether it goes round in a
 * loop; for loops.c, loop_held.c, proofs.c, stretches.c and access.c only.
 */
#ifndef LOOP_STATE_H
#define LOOP_STATE_H

#include "loops.h"
#include "object.h"
#include "schedule.h"

#define LOOP_SITES     8     /* that a loop looks from, at most */
#define FIRST_SNAPSHOT 1024  /* blocks */
#define STRETCH        32768 /* blocks without a step, after which others get a turn */
#define LOOP_TAKEN     8     /* locks and the like that a loop takes, at most */

/* Something that the thread looked at. */
struct look {
    const void *site; /* NULL: none */
    uint64_t value;
    unsigned rounds; /* how often it was found so, one after the other */
};

/* The thread at the beginning of a block. */
struct snapshot {
    bool live; /* nothing has changed since */
    const void *site;
    const char *sp; /* of the block's function */
    size_t size;    /* bytes of the stack from there on */
    char *stack;    /* copy of them; pool */
    size_t room;    /* bytes at `stack` */
    uint64_t registers[6];
    uint64_t state;          /* loop_state, then */
    uint64_t others;         /* the part of it that isn't the thread's own */
    uint64_t compared_until; /* number of the block; then it is of no more use */
    bool plain;              /* no modelled operation since */
    bool looked;             /* memory that others can write was read since */
};

struct loop {
    uint64_t due;        /* number of the block before which to look */
    int64_t left;        /* blocks before that; while another thread runs */
    uint64_t next;       /* number of the block of the next snapshot */
    uint64_t check;      /* number of the block at which the stretch is looked at */
    uint64_t changes;    /* that it made itself */
    bool entered;        /* a modelled operation of which it isn't known yet */
    unsigned settled_at; /* its step_count when that was last found out */
    uint64_t own;        /* what it has added to loop_state by locks and the like */
    struct {
        const struct object *objects[LOOP_TAKEN];
        unsigned count;
    } taken; /* since the last snapshot, and not given back */
    struct {
        const void *address; /* NULL: none */
        size_t size;
        uint64_t before;
    } written; /* the last write; not known yet: has it changed anything? */
    /* spinning */
    struct look looks[LOOP_SITES];
    unsigned next_look;    /* to be replaced */
    uint64_t looked_after; /* its changes when it last looked */
    bool spins;            /* the last looks were all unchanged */
    uint64_t seen;         /* loop_state at the last look */
    /* long stretches without a step */
    unsigned steps;         /* that it had taken when that was last looked at */
    uint64_t stretch_began; /* number of the block at which that was first seen */
    uint64_t idle_state;    /* loop_state when that was last looked at */
    uint64_t idle_began;    /* number of the block at which that was first seen */
    bool reads;             /* what others can write, since then */
    bool watched;           /* its plain reads count as looks */
    uint64_t watched_until; /* number of the block; then that is thought over */
    bool gives_way;         /* the next of them is a step */
    /* proof */
    struct snapshot snapshot;
    bool endless;          /* proved, as long as the state is that of the snapshot */
    uint64_t proved_after; /* 1 + loop_change_count when that was last proved; 0: never */
};

extern struct loop loops[EXPLORE_MAX_THREADS];

/* Names the state of everything that threads share, but for their own stacks: equal
 * numbers, equal states. Made of two parts: the number of changes that can't be taken
 * back, and, by exclusive or, of who holds which locks and what semaphores count. */
extern uint64_t loop_state;

extern uint64_t loop_change_count; /* in the schedule */
extern uint64_t loop_held;         /* the second part */

/* Proofs in a row, with no hope in between: see loop_note_candidates(). */
extern unsigned loop_vain_proofs;

/* Of the current thread. */
static inline struct loop *loop_current(void)
{
    return &loops[schedule.current->id];
}

/* The thread changed something. */
static inline void loop_count_change(struct loop *loop)
{
    loop_state = ++loop_change_count * 0x9e3779b97f4a7c15u ^ loop_held;
    loop_vain_proofs = 0;
    loop->taken.count = 0;
    loop->changes++;
}

/* The current thread's operation has taken the object, or given it back: what undoes itself, so that to lock,
 * look, and unlock again leaves everything as it was. Returns false if it is of another
 * kind. */
bool loop_settle_held(struct loop *loop, const struct operation *done);

/* Finds out what the last write and the last operation have changed. */
void loop_settle_all(struct loop *loop);

/* The thread waits for a change, as far as anybody can tell. */
void loop_note_waiting(struct loop *loop);

/* The current thread, at the basic block of this site: has it run on for long? */
void loop_look_at_stretch(struct loop *loop, const void *site);

/* The thread spins: a snapshot is worth while now. */
void loop_want_snapshot(struct loop *loop);

#endif
