/*
 * cells.h - what the shadow keeps of each word; for shadow.c and its neighbours only.
 *
 * Of plain accesses a cell keeps the last write and the reads since: all earlier ones
 * happen before these, or a race was found then (FastTrack). Readers that nothing orders
 * share a list. Of atomic accesses all threads' are kept, since one that follows another
 * isn't ordered by that.
 */
#ifndef CELLS_H
#define CELLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clocks.h"
#include "explore.h"

#define WORD ((uintptr_t)8) /* bytes of a cell's word */

/* Readers of the same bytes that nothing orders; by thread. */
struct readers {
    uint32_t count;
    struct reader {
        epoch_t epoch; /* 0: this thread hasn't read */
        uint32_t site;
        uint32_t step;
    } of[];
};

/* The plain accesses to the bytes of one piece. Sites are code of a program that is
 * linked to a fixed address: 32 bits. */
struct trace {
    epoch_t write; /* the last one; 0: none */
    uint32_t write_site;
    uint32_t write_step; /* number of its record; 0: not recorded */
    epoch_t read;        /* the last one since; 0: none; SHARED: there are several */
    union {
        struct {
            uint32_t read_site;
            uint32_t read_step;
        };
        struct readers *readers; /* of SHARED */
    };
};

#define SHARED UINT32_MAX

/* A word whose bytes were not always accessed together. */
struct pieces {
    uint8_t size[WORD]; /* of the piece that begins at this byte; 0: none does */
    struct trace trace[WORD];
};

/* One word. */
struct cell {
    uint32_t generation; /* the schedule that what follows belongs to, but for `point` */
    uint8_t begin;       /* the trace's first byte */
    uint8_t size; /* its bytes; 0: no plain access yet; DIVIDED: there are pieces */
    bool atomic;  /* there are atomic accesses */
    bool point;   /* of the search */
    union {
        struct trace trace;
        struct pieces *pieces;
    };
};

#define DIVIDED UINT8_MAX

_Static_assert(sizeof(struct cell) == 32, "a cell is half a cache line");

/* ---- where the cells are --------------------------------------------------------- */

#define ADDRESS_BITS 48 /* of an address of a process */
#define CHUNK_BITS   20 /* bytes whose cells are mapped together */
#define MIDDLE_BITS  13
#define TOP_BITS     (ADDRESS_BITS - MIDDLE_BITS - CHUNK_BITS)

extern struct cell **cell_tops[1u << TOP_BITS]; /* NULL: nothing was accessed there */
extern uint32_t cell_generation;                /* number of the schedule */

/* Maps the cells for the address. Returns the chunk's. */
struct cell *cells_map(uintptr_t address);

/* Of an address that is_address(). */
static inline struct cell *cell_of(uintptr_t address)
{
    struct cell **middle = cell_tops[address >> (MIDDLE_BITS + CHUNK_BITS)];
    struct cell *chunk = NULL;
    if (middle != NULL)
        chunk = middle[(address >> CHUNK_BITS) % (1u << MIDDLE_BITS)];
    if (__builtin_expect(chunk == NULL, false))
        chunk = cells_map(address);
    return &chunk[address % (1u << CHUNK_BITS) / WORD];
}

/* What no process can have is left to the processor. */
static inline bool is_address(uintptr_t address, size_t size)
{
    return (address | (address + size - 1)) >> ADDRESS_BITS == 0;
}

/* ---- one access, on its way through the shadow ------------------------------------ */

struct access {
    uintptr_t address; /* as the program has it */
    size_t size;
    enum explore_op op;
    uint32_t thread;
    epoch_t epoch;
    const struct vector_clock *clock; /* of the thread */
    uint32_t site;
    uint32_t step;
};

static inline bool op_changes(enum explore_op op)
{
    return op != EXPLORE_OP_READ && op != EXPLORE_OP_ATOMIC_LOAD;
}

/* Notes that the access races with an earlier one. */
void shadow_note(const struct access *access, enum explore_op op, epoch_t epoch,
                 uint32_t site, uint32_t step);

/* ---- atomic accesses to a word (atomic_uses.c) ----------------------------------- */

/* A plain access against the atomic ones of the word; bytes [begin, end) of it. */
void uses_check(const struct access *access, uintptr_t word, unsigned begin,
                unsigned end);

/* Adds an atomic access. */
void uses_add(const struct access *access, uintptr_t word, unsigned begin, unsigned end);

#endif
