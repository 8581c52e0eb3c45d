/*
 * object.h - the primitives of a schedule: mutexes, conditions, ..., known by address.
 *
 * An object comes into being when it is first used or initialised, and all objects are
 * forgotten when the next schedule begins. Numbers ("M1") are given in order of first
 * use, so that they depend on the schedule and never on addresses.
 */
#ifndef OBJECT_H
#define OBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clocks.h"
#include "explore.h"

enum object_kind {
    OBJECT_MUTEX,
    OBJECT_SPINLOCK,
    OBJECT_CONDITION,
    OBJECT_RWLOCK,
    OBJECT_SEMAPHORE,
    OBJECT_BARRIER,
    OBJECT_ONCE,
    OBJECT_PIPE,
    OBJECT_KINDS,
};

/* The last signal or broadcast on a condition. */
struct last_signal {
    bool sent; /* false: there was none; the other fields mean nothing */
    bool broadcast;
    unsigned step;        /* its number */
    uint32_t thread;      /* who sent it */
    const void *site;     /* from where */
    unsigned waiters;     /* how many waited then */
    uint32_t woken;       /* whom it woke, a broadcast: the first; or EXPLORE_NOBODY */
    uint32_t unsatisfied; /* a thread that it woke and that waited again at once; or
                             EXPLORE_NOBODY */
};

struct object {
    enum object_kind kind;
    void *address;
    size_t size;    /* bytes at the address */
    char name[8];   /* "M1" */
    char label[24]; /* "mutex M1" */
    bool destroyed; /* and not initialised since */
    /* a mutex, spin lock, rwlock (its writer) or once (who runs the routine) */
    uint32_t owner;      /* thread; EXPLORE_NOBODY: none */
    enum explore_op got; /* operation with which the owner, or last reader, got it */
    const void *got_at;  /* site of that */
    struct vector_clock *clock;         /* what was released here; see clocks.h */
    struct vector_clock *readers_clock; /* rwlock: what its readers have released */
    union {
        struct {
            int type;             /* PTHREAD_MUTEX_NORMAL, _RECURSIVE, _ERRORCHECK */
            unsigned depth;       /* how often the owner has locked it */
            unsigned locked_step; /* number of the step that last took it */
        } mutex;
        struct {
            clockid_t clock;      /* of timed waits */
            struct object *mutex; /* with which threads wait; stale when nobody does */
            struct last_signal last;
        } condition;
        struct {
            unsigned total;                    /* read locks held */
            uint8_t held[EXPLORE_MAX_THREADS]; /* by each thread */
        } readers;
        unsigned value; /* of a semaphore */
        struct {
            unsigned needed;  /* threads that make a round */
            unsigned arrived; /* in this round */
            unsigned round;
        } barrier;
        bool done; /* once: the routine has returned */
    };
};

/* Writes "M1" for M and 1; a longer number loses its last digits. */
void object_name(char name[8], char letter, unsigned number);

/* Forgets all objects. */
void objects_reset(void);

/* The object at the address; made if there is none of that kind there. Ends the schedule
 * if it was destroyed and not initialised since. `what` names the operation: "locks". */
struct object *object_at(void *address, enum object_kind kind, size_t size);

/* A fresh object at the address, whatever was there: but the schedule ends if that is a
 * primitive of the same kind that is in use. */
struct object *object_init(void *address, enum object_kind kind, size_t size);

/* Marks the object as destroyed, and fills its memory with a pattern by which a later use
 * is told from new contents at the same place. */
void object_destroy(struct object *object);

/* The i-th object in order of first use; NULL: there are no more. */
struct object *object_number(size_t i);

#endif
