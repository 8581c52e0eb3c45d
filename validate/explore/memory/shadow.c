/*
 * shadow.c - each access against the earlier ones.
 */
#include "shadow.h"

#include <string.h>

#include "cells.h"
#include "pool.h"
#include "races.h"
#include "record.h"
#include "schedule.h"

/* ---- races ----------------------------------------------------------------------- */

void shadow_note(const struct access *access, enum explore_op op, epoch_t epoch,
                 uint32_t site, uint32_t step)
{
    struct race_access earlier = {epoch_thread(epoch), op, (const void *)(uintptr_t)site,
                                  step};
    struct race_access now = {access->thread, access->op,
                              (const void *)(uintptr_t)access->site, access->step};
    race_note(&earlier, &now, (const void *)access->address, access->size);
}

static void check_write(const struct access *access, const struct trace *trace)
{
    if (!epoch_is_before(trace->write, access->clock))
        shadow_note(access, EXPLORE_OP_WRITE, trace->write, trace->write_site,
                    trace->write_step);
}

/* Returns true if the access races with one of the reads. */
static bool check_reads(const struct access *access, const struct trace *trace)
{
    if (trace->read != SHARED) {
        if (epoch_is_before(trace->read, access->clock))
            return false;
        shadow_note(access, EXPLORE_OP_READ, trace->read, trace->read_site,
                    trace->read_step);
        return true;
    }
    bool raced = false;
    for (uint32_t i = 0; i < trace->readers->count; i++) {
        const struct reader *reader = &trace->readers->of[i];
        if (epoch_is_before(reader->epoch, access->clock))
            continue;
        shadow_note(access, EXPLORE_OP_READ, reader->epoch, reader->site, reader->step);
        raced = true;
    }
    return raced;
}

/* ---- plain accesses -------------------------------------------------------------- */

static void trace_write(const struct access *access, struct trace *trace)
{
    if (trace->write == access->epoch && trace->read == 0)
        return;
    check_write(access, trace);
    if (!check_reads(access, trace))
        trace->read = 0;
    trace->write = access->epoch;
    trace->write_site = access->site;
    trace->write_step = access->step;
}

/* The list with room for the thread; what it says is kept. */
static struct readers *make_readers(const struct readers *old, uint32_t thread)
{
    uint32_t count = schedule.thread_count;
    if (count <= thread)
        count = thread + 1;
    struct readers *readers = pool_get(sizeof *readers + count * sizeof *readers->of);
    memset(readers->of, 0, count * sizeof *readers->of);
    readers->count = count;
    if (old != NULL)
        memcpy(readers->of, old->of, old->count * sizeof *old->of);
    return readers;
}

static void share(const struct access *access, struct trace *trace)
{
    if (trace->read != SHARED) {
        uint32_t first = epoch_thread(trace->read);
        struct readers *readers = make_readers(NULL, first);
        readers->of[first] =
            (struct reader){trace->read, trace->read_site, trace->read_step};
        trace->read = SHARED;
        trace->readers = readers;
    }
    if (access->thread >= trace->readers->count)
        trace->readers = make_readers(trace->readers, access->thread);
    trace->readers->of[access->thread] =
        (struct reader){access->epoch, access->site, access->step};
}

static void trace_read(const struct access *access, struct trace *trace)
{
    if (trace->read == access->epoch || trace->write == access->epoch)
        return;
    check_write(access, trace);
    if (trace->read == SHARED || !epoch_is_before(trace->read, access->clock)) {
        share(access, trace);
        return;
    }
    trace->read = access->epoch;
    trace->read_site = access->site;
    trace->read_step = access->step;
}

static void trace_access(const struct access *access, struct trace *trace)
{
    if (access->op == EXPLORE_OP_WRITE)
        trace_write(access, trace);
    else
        trace_read(access, trace);
}

/* ---- pieces ---------------------------------------------------------------------- */

static void divide(struct cell *cell)
{
    struct pieces *pieces = pool_get(sizeof *pieces);
    memset(pieces->size, 0, sizeof pieces->size);
    if (cell->size != 0) {
        pieces->size[cell->begin] = cell->size;
        pieces->trace[cell->begin] = cell->trace;
    }
    cell->pieces = pieces;
    cell->size = DIVIDED;
}

/* Makes two pieces of the one that goes on across the byte `at`, if there is one. */
static void cut(struct pieces *pieces, unsigned at)
{
    for (unsigned i = 0; i < at; i++) {
        if (i + pieces->size[i] <= at)
            continue;
        struct trace *rest = &pieces->trace[at];
        *rest = pieces->trace[i];
        pieces->size[at] = (uint8_t)(i + pieces->size[i] - at);
        pieces->size[i] = (uint8_t)(at - i);
        if (rest->read == SHARED)
            rest->readers = make_readers(rest->readers, rest->readers->count - 1);
        return;
    }
}

/* The access covers the bytes [begin, end) of the word. */
static void access_pieces(const struct access *access, struct pieces *pieces,
                          unsigned begin, unsigned end)
{
    if (pieces->size[begin] != end - begin) {
        cut(pieces, begin);
        if (end < WORD)
            cut(pieces, end);
    }
    for (unsigned at = begin; at < end; at += pieces->size[at]) {
        if (pieces->size[at] == 0) {
            unsigned next = at + 1;
            while (next < end && pieces->size[next] == 0)
                next++;
            pieces->size[at] = (uint8_t)(next - at);
            pieces->trace[at] = (struct trace){0};
        }
        trace_access(access, &pieces->trace[at]);
    }
}

/* ---- atomic accesses ------------------------------------------------------------- */

static void check_trace(const struct access *access, const struct trace *trace)
{
    check_write(access, trace);
    if (op_changes(access->op))
        check_reads(access, trace);
}

/* An atomic access against the plain ones. */
static void check_plain(const struct access *access, const struct cell *cell,
                        unsigned begin, unsigned end)
{
    if (cell->size == DIVIDED) {
        for (unsigned at = 0; at < end; at++)
            if (cell->pieces->size[at] > 0 && at + cell->pieces->size[at] > begin)
                check_trace(access, &cell->pieces->trace[at]);
    } else if (cell->begin < end && begin < cell->begin + cell->size) {
        check_trace(access, &cell->trace);
    }
}

/* ---- all of them ----------------------------------------------------------------- */

static inline struct access describe(uintptr_t address, size_t size, enum explore_op op,
                                     const void *site)
{
    uint32_t thread = schedule.current->id;
    const struct vector_clock *clock = thread_clocks[thread];
    return (struct access){
        .address = address,
        .size = size,
        .op = op,
        .thread = thread,
        .epoch = epoch_of(thread, clock->at[thread]),
        .clock = clock,
        .site = (uintptr_t)site <= UINT32_MAX ? (uint32_t)(uintptr_t)site : 0,
        .step = schedule.recording ? record_number() : 0,
    };
}

/* Makes the cell one of this schedule. */
static inline void freshen(struct cell *cell)
{
    if (cell->generation == cell_generation)
        return;
    cell->generation = cell_generation;
    cell->begin = 0;
    cell->size = 0;
    cell->atomic = false;
    cell->trace.write = 0;
    cell->trace.read = 0;
}

/* The bytes [begin, end) of the word at an address that is a multiple of WORD. */
static inline void access_word(const struct access *access, struct cell *cell,
                               uintptr_t word, unsigned begin, unsigned end)
{
    freshen(cell);
    if (cell->size == 0) {
        cell->begin = (uint8_t)begin;
        cell->size = (uint8_t)(end - begin);
    } else if (cell->size != DIVIDED &&
               (cell->begin != begin || cell->size != end - begin)) {
        divide(cell);
    }
    if (cell->size == DIVIDED)
        access_pieces(access, cell->pieces, begin, end);
    else
        trace_access(access, &cell->trace);
    if (cell->atomic)
        uses_check(access, word, begin, end);
}

static void access_atomic_word(const struct access *access, uintptr_t word,
                               unsigned begin, unsigned end)
{
    struct cell *cell = cell_of(word);
    freshen(cell);
    check_plain(access, cell, begin, end);
    cell->atomic = true;
    uses_add(access, word, begin, end);
}

/* The first word that the bytes from `at` on touch, and which part of it. Returns where
 * the next word begins. */
static inline uintptr_t cut_word(uintptr_t at, uintptr_t end, uintptr_t *word,
                                 unsigned *first, unsigned *last)
{
    *word = at & ~(uintptr_t)(WORD - 1);
    uintptr_t next = end - *word < WORD ? end : *word + WORD;
    *first = (unsigned)(at - *word);
    *last = (unsigned)(next - *word);
    return next;
}

void shadow_access(uintptr_t address, size_t size, enum explore_op op, const void *site)
{
    if (!is_address(address, size))
        return;
    struct access access = describe(address, size, op, site);
    uintptr_t at = address, end = address + size, word;
    unsigned first, last;
    while (at < end) {
        at = cut_word(at, end, &word, &first, &last);
        access_word(&access, cell_of(word), word, first, last);
    }
}

void shadow_access_cell(struct cell *cell, uintptr_t address, size_t size,
                        enum explore_op op, const void *site)
{
    if (shadow_knows(cell, address, size, op))
        return;
    struct access access = describe(address, size, op, site);
    unsigned begin = address % WORD;
    access_word(&access, cell, address - begin, begin, begin + (unsigned)size);
}

void shadow_atomic(uintptr_t address, size_t size, enum explore_op op, const void *site)
{
    if (!is_address(address, size))
        return;
    struct access access = describe(address, size, op, site);
    uintptr_t at = address, end = address + size, word;
    unsigned first, last;
    while (at < end) {
        at = cut_word(at, end, &word, &first, &last);
        access_atomic_word(&access, word, first, last);
    }
}
