/*
 * program.h - small concurrent programs as data, made from a seed.
 *
 * A program is a few bodies, each a list of actions. Body 0 is the scenario's own thread;
 * the others are created by actions. What an action does is in run.h.
 */
#ifndef FUZZ_PROGRAM_H
#define FUZZ_PROGRAM_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define MOST_BODIES  5
#define MOST_ACTIONS 16

#define VARIABLES  3 /* plain ones */
#define ATOMICS    2
#define MUTEXES    2
#define SEMAPHORES 2

/* `which`: the variable, mutex, ...; or the body. `value`: a constant, or a variable. */
enum what {
    READ,
    WRITE,
    ADD,
    APPEND, /* times 4, plus the body's number: tells who came when */
    ATOMIC_GET,
    ATOMIC_SET,
    ATOMIC_INC,
    ATOMIC_CAS, /* 0 becomes the body's number */
    MIX,        /* a plain read of an atomic variable */
    LOCK,
    UNLOCK,
    TRYLOCK,
    TIMEDLOCK,
    WAIT,       /* all waits with mutex 0; if it isn't held nothing happens */
    WAIT_IF,    /* a variable is 0 */
    WAIT_WHILE, /* the same */
    WAIT_TIMED, /* once, if a variable is 0 */
    SIGNAL,
    BROADCAST,
    POST,
    DRAW,
    TRYDRAW,
    TIMEDDRAW,
    COUNT, /* value of a semaphore */
    RDLOCK,
    WRLOCK,
    TRYRDLOCK,
    TRYWRLOCK,
    TIMEDRDLOCK,
    TIMEDWRLOCK,
    RWUNLOCK,
    MEET, /* at a barrier for two */
    ONCE,
    YIELD,
    SLEEP,
    SKIP,   /* the next action if the last result was 0 */
    CREATE, /* a body */
    JOIN,
    TRYJOIN,
    TIMEDJOIN,
    DETACH,
    MISUSE, /* unlocks a mutex, held or not */
    FAIL,   /* if the last result was 0 */
    WHATS,
};

struct action {
    uint8_t what, which, value;
};

struct body {
    unsigned count;
    struct action actions[MOST_ACTIONS];
};

struct program {
    uint64_t seed;
    unsigned bodies;
    bool spurious; /* waits may wake without a signal */
    bool whole;    /* option `program` of the explorer */
    bool keeps;    /* threads end with the locks that they hold */
    struct body body[MOST_BODIES];
};

/* What programs are made of; a program has a few of these. */
enum part {
    PART_PLAIN = 1 << 0,
    PART_ATOMIC = 1 << 1,
    PART_LOCK = 1 << 2,
    PART_TRY = 1 << 3,   /* tries of all kinds */
    PART_TIMED = 1 << 4, /* waits with a limit, of all kinds */
    PART_COND = 1 << 5,
    PART_SEM = 1 << 6,
    PART_RW = 1 << 7,
    PART_BARRIER = 1 << 8,
    PART_ONCE = 1 << 9,
    PART_PAUSE = 1 << 10,
    PART_LIFE = 1 << 11, /* threads of threads, joined in odd ways */
    PART_FAIL = 1 << 12,
    PART_BARE = 1 << 13, /* signals without the mutex, waits without a loop */
    PART_MIX = 1 << 14,
    PARTS_ALL = (1 << 15) - 1,
};

/* Parts whose data races are the same by happens-before and by accesses that can come one
 * right after the other. */
#define PARTS_ORDERLY                                                                    \
    (PART_PLAIN | PART_ATOMIC | PART_LOCK | PART_COND | PART_SEM | PART_RW |             \
     PART_BARRIER | PART_MIX)

/* ---- numbers --------------------------------------------------------------------- */

static inline uint64_t fuzz_mix(uint64_t seed, uint64_t number)
{
    uint64_t x = seed * 0xd1342543de82ef95u + number + 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 32)) * 0xd6e8feb86659fd93u;
    x = (x ^ (x >> 32)) * 0xd6e8feb86659fd93u;
    return x ^ (x >> 32);
}

static uint64_t fuzz_drawn;

static unsigned draw_below(unsigned bound)
{
    fuzz_drawn = fuzz_mix(fuzz_drawn, 1);
    return (unsigned)((fuzz_drawn >> 32) * bound >> 32);
}

static bool one_in(unsigned count)
{
    return draw_below(count) == 0;
}

/* ---- making one ------------------------------------------------------------------ */

static void put(struct body *body, enum what what, unsigned which, unsigned value)
{
    if (body->count < MOST_ACTIONS)
        body->actions[body->count++] =
            (struct action){(uint8_t)what, (uint8_t)which, (uint8_t)value};
}

static void put_access(struct body *body, unsigned parts)
{
    static const enum what plain[] = {READ, WRITE, ADD, APPEND};
    unsigned variables = one_in(3) ? VARIABLES : 2;
    if (parts & PART_MIX && one_in(4))
        put(body, MIX, draw_below(ATOMICS), 0);
    else if (parts & PART_ATOMIC && one_in(2))
        put(body, ATOMIC_GET + draw_below(4), draw_below(ATOMICS), 1 + draw_below(2));
    else
        put(body, plain[draw_below(4)], draw_below(variables), draw_below(3));
}

static void put_lock(struct body *body, unsigned parts)
{
    unsigned mutex = draw_below(MUTEXES);
    enum what how = LOCK;
    if (parts & PART_TRY && one_in(3))
        how = TRYLOCK;
    else if (parts & PART_TIMED && one_in(3))
        how = TIMEDLOCK;
    put(body, how, mutex, 0);
    if (!one_in(4))
        put_access(body, parts);
    if (!one_in(6))
        put(body, UNLOCK, mutex, 0);
}

static void put_cond(struct body *body, unsigned parts)
{
    bool bare = parts & PART_BARE;
    bool waits = one_in(2);
    enum what how = WAIT_WHILE;
    if (waits && bare)
        how = WAIT + draw_below(parts & PART_TIMED ? 4 : 3);
    else if (waits && parts & PART_TIMED && one_in(2))
        how = WAIT_TIMED;
    bool locked = waits || !bare || one_in(2);
    if (locked)
        put(body, LOCK, 0, 0);
    if (!waits && !one_in(4))
        put(body, one_in(2) ? WRITE : ADD, draw_below(2), 1);
    if (waits)
        put(body, how, draw_below(bare ? 2 : 1), draw_below(2));
    else
        put(body, one_in(3) ? BROADCAST : SIGNAL, draw_below(bare ? 2 : 1), 0);
    if (one_in(2))
        put_access(body, parts);
    if (locked)
        put(body, UNLOCK, 0, 0);
}

static void put_sem(struct body *body, unsigned parts)
{
    unsigned semaphore = draw_below(SEMAPHORES);
    enum what how = one_in(2) ? POST : DRAW;
    if (how == DRAW && parts & PART_TRY && one_in(3))
        how = one_in(3) ? COUNT : TRYDRAW;
    else if (how == DRAW && parts & PART_TIMED && one_in(3))
        how = TIMEDDRAW;
    put(body, how, semaphore, 0);
}

static void put_rw(struct body *body, unsigned parts)
{
    bool writes = one_in(2);
    enum what how = writes ? WRLOCK : RDLOCK;
    if (parts & PART_TRY && one_in(3))
        how = writes ? TRYWRLOCK : TRYRDLOCK;
    else if (parts & PART_TIMED && one_in(3))
        how = writes ? TIMEDWRLOCK : TIMEDRDLOCK;
    put(body, how, 0, 0);
    if (one_in(2))
        put(body, READ, draw_below(2), 0);
    else if (!one_in(3))
        put_access(body, parts);
    if (!one_in(6))
        put(body, RWUNLOCK, 0, 0);
}

static void put_part(struct body *body, unsigned parts)
{
    if (parts & (PART_TRY | PART_TIMED | PART_ATOMIC) && one_in(8))
        put(body, SKIP, 0, 0);
    for (unsigned tries = 0; tries < 40; tries++) {
        unsigned part = 1u << draw_below(15);
        if ((parts & part) == 0)
            continue;
        switch (part) {
        case PART_PLAIN:
        case PART_ATOMIC:
            put_access(body, parts);
            return;
        case PART_LOCK:
            put_lock(body, parts);
            return;
        case PART_COND:
            put_cond(body, parts);
            return;
        case PART_SEM:
            put_sem(body, parts);
            return;
        case PART_RW:
            put_rw(body, parts);
            return;
        case PART_BARRIER:
            put(body, MEET, 0, 0);
            return;
        case PART_ONCE:
            put(body, ONCE, 0, 0);
            return;
        case PART_PAUSE:
            put(body, one_in(2) ? YIELD : SLEEP, 0, 0);
            return;
        case PART_FAIL:
            put(body, one_in(2) ? MISUSE : FAIL, draw_below(MUTEXES), 0);
            return;
        default:
            break;
        }
    }
}

static void put_join(struct program *program, struct body *body, unsigned which,
                     unsigned parts)
{
    if (parts & PART_LIFE && one_in(4)) {
        put(body, TRYJOIN + draw_below(2), which, 0);
        if (one_in(2))
            put_access(body, parts);
    }
    bool detach = parts & PART_LIFE && program->whole && one_in(2);
    put(body, detach ? DETACH : JOIN, which, 0);
}

/* Creates bodies, does a little itself, and joins them. */
static void put_family(struct program *program, unsigned of, unsigned first,
                       unsigned count, unsigned parts)
{
    struct body *body = &program->body[of];
    bool backwards = one_in(2), between = one_in(4);
    for (unsigned i = 0; i < count; i++) {
        put(body, CREATE, first + i, 0);
        if (between && one_in(2))
            put_part(body, parts);
    }
    if (between && one_in(2))
        put_part(body, parts);
    for (unsigned i = 0; i < count; i++)
        put_join(program, body, backwards ? first + count - 1 - i : first + i, parts);
    if (one_in(3))
        put_access(body, parts);
}

/* Two to four of those that are allowed. */
static unsigned choose_parts(unsigned allowed)
{
    unsigned parts = 0, count = 2 + draw_below(3);
    if (one_in(2))
        parts |= PART_PLAIN & allowed;
    while (count > (unsigned)__builtin_popcount(allowed))
        count--;
    while ((unsigned)__builtin_popcount(parts) < count)
        parts |= 1u << draw_below(15) & allowed;
    if (parts & PART_BARE)
        parts |= PART_COND & allowed;
    if ((parts & ~(PART_TRY | PART_TIMED | PART_LIFE | PART_MIX | PART_BARE)) == 0)
        parts |= PART_PLAIN | (PART_LOCK & allowed);
    return parts;
}

/* Makes the program of a seed out of some of the parts. */
static struct program make_program(uint64_t seed, unsigned allowed)
{
    struct program program = {.seed = seed};
    fuzz_drawn = fuzz_mix(seed, 0);
    unsigned parts = choose_parts(allowed);
    unsigned threads = one_in(3) ? 3 : 2;
    bool nested = parts & PART_LIFE && one_in(2);
    program.spurious = parts & PART_COND && one_in(4);
    program.whole = parts & PART_LIFE && one_in(2);
    program.keeps = parts & PART_FAIL && one_in(2);
    program.bodies = 1 + threads + nested;
    for (unsigned i = 1; i < program.bodies; i++) {
        unsigned most = 1 + draw_below(threads == 3 || nested ? 2 : 3);
        for (unsigned j = 0; j < most; j++)
            put_part(&program.body[i], parts);
    }
    put_family(&program, 0, 1, threads, parts);
    if (nested)
        put_family(&program, 1, 1 + threads, 1, parts);
    return program;
}

#endif
