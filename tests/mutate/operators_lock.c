/*
 * operators_lock.c - critical sections: a lock call, the statements behind it, the unlock call.
 *
 * A call is dropped by writing 0 in its place, success for whoever looks at its value. A call is
 * moved by dropping it and writing it as a statement of its own elsewhere.
 */
#define _GNU_SOURCE
#include <stdlib.h>

#include "calls.h"
#include "operators.h"

/* Both calls, and the statements of the same block that they stand in. */
struct section {
    int lock, unlock;              /* tokens: the names of the functions called */
    int first, last;               /* statements: with the lock, with the unlock */
    char *lock_text, *unlock_text; /* the calls; owned */
};

static const struct statement *at(const struct source *source, int statement)
{
    return &source->statements.list[statement];
}

/* The statement of a block that a token is in: a call in an if's condition belongs to the if. */
static int statement_in_block(const struct source *source, int token)
{
    return statement_of(&source->statements, token);
}

static int find_call(const struct source *source, int statement, names list)
{
    for (int i = at(source, statement)->first; i <= at(source, statement)->last; i++)
        if (is_call_of(source, i, list))
            return i;
    return -1;
}

/* Whether both calls have the same argument: the same lock. */
static bool same_lock(const struct source *source, int call, int other)
{
    int end = call_end(source, call);
    return end - call == call_end(source, other) - other &&
           same_tokens(source, call + 1, end, other + 1);
}

/* The section that a lock call opens. False: it isn't closed in the same block. */
static bool find_section(const struct source *source, int lock, struct section *section)
{
    if (!is_call_of(source, lock, lock_names))
        return false;
    int first = statement_in_block(source, lock);
    for (int s = at(source, first)->next; s >= 0; s = at(source, s)->next) {
        int unlock = find_call(source, s, unlock_names);
        if (unlock < 0 || !same_lock(source, lock, unlock))
            continue;
        *section = (struct section){
            lock,
            unlock,
            first,
            s,
            tokens_text(&source->tokens, lock, call_end(source, lock)),
            tokens_text(&source->tokens, unlock, call_end(source, unlock))};
        if (!section->lock_text || !section->unlock_text)
            abort();
        return true;
    }
    return false;
}

static void free_section(struct section *section)
{
    free(section->lock_text);
    free(section->unlock_text);
}

/* Calls `make` for each section of the file. */
static void each_section(struct source *source, const char *name,
                         void (*make)(struct source *, const char *,
                                      const struct section *))
{
    for (int i = 0; i < source->tokens.count; i++) {
        struct section section;
        if (!find_section(source, i, &section))
            continue;
        make(source, name, &section);
        free_section(&section);
    }
}

static void drop_call(struct source *source, struct mutant *mutant, int call)
{
    mutant_replace(source, mutant, call, call_end(source, call), "0");
}

/* The lock call, moved before or behind a statement. */
static void lock_before(struct source *source, struct mutant *mutant,
                        const struct section *section, int statement)
{
    drop_call(source, mutant, section->lock);
    mutant_before(source, mutant, at(source, statement)->first, "%s; ",
                  section->lock_text);
}

static void lock_behind(struct source *source, struct mutant *mutant,
                        const struct section *section, int statement)
{
    drop_call(source, mutant, section->lock);
    mutant_behind(source, mutant, at(source, statement)->last, " %s;",
                  section->lock_text);
}

static void unlock_before(struct source *source, struct mutant *mutant,
                          const struct section *section, int statement)
{
    drop_call(source, mutant, section->unlock);
    mutant_before(source, mutant, at(source, statement)->first, "%s; ",
                  section->unlock_text);
}

static void unlock_behind(struct source *source, struct mutant *mutant,
                          const struct section *section, int statement)
{
    drop_call(source, mutant, section->unlock);
    mutant_behind(source, mutant, at(source, statement)->last, " %s;",
                  section->unlock_text);
}

/* The statement behind a section that the section can take in; -1: none, or nothing behind it would
 * ever run. */
static int statement_behind(const struct source *source, const struct section *section)
{
    int next = at(source, section->last)->next;
    bool usable = next >= 0 && at(source, next)->kind != STATEMENT_RETURN &&
                  at(source, next)->kind != STATEMENT_JUMP &&
                  at(source, next)->kind != STATEMENT_LABEL &&
                  at(source, section->last)->kind != STATEMENT_RETURN;
    return usable ? next : -1;
}

/* ---- the operators ---------------------------------------------------------------------------- */

void drop_lock(struct source *source, const char *name)
{
    replace_calls(source, name, lock_names, "0");
}

void drop_unlock(struct source *source, const char *name)
{
    replace_calls(source, name, unlock_names, "0");
}

static void drop_both(struct source *source, const char *name,
                      const struct section *section)
{
    struct mutant mutant = mutant_begin(name);
    drop_call(source, &mutant, section->lock);
    drop_call(source, &mutant, section->unlock);
    mutant_add(source, &mutant);
}

void drop_lock_pair(struct source *source, const char *name)
{
    each_section(source, name, drop_both);
}

static void shrink(struct source *source, const char *name, const struct section *section)
{
    int inner = at(source, section->first)->next;
    if (inner == section->last)
        return; /* nothing between the two */
    struct mutant head = mutant_begin(name), tail = mutant_begin(name);
    lock_behind(source, &head, section, inner);
    mutant_add(source, &head);
    unlock_before(source, &tail, section, at(source, section->last)->previous);
    mutant_add(source, &tail);
}

void shrink_section(struct source *source, const char *name)
{
    each_section(source, name, shrink);
}

static void expand(struct source *source, const char *name, const struct section *section)
{
    int before = at(source, section->first)->previous;
    int behind = statement_behind(source, section);
    if (before >= 0 && at(source, before)->kind != STATEMENT_LABEL) {
        struct mutant mutant = mutant_begin(name);
        lock_before(source, &mutant, section, before);
        mutant_add(source, &mutant);
    }
    if (behind >= 0) {
        struct mutant mutant = mutant_begin(name);
        unlock_behind(source, &mutant, section, behind);
        mutant_add(source, &mutant);
    }
}

void expand_section(struct source *source, const char *name)
{
    each_section(source, name, expand);
}

/* Both calls by one statement, down or up. */
static void shift(struct source *source, const char *name, const struct section *section)
{
    int inner = at(source, section->first)->next;
    int before = at(source, section->first)->previous;
    int behind = statement_behind(source, section);
    if (inner == section->last)
        return;
    if (behind >= 0) {
        struct mutant mutant = mutant_begin(name);
        lock_behind(source, &mutant, section, inner);
        unlock_behind(source, &mutant, section, behind);
        mutant_add(source, &mutant);
    }
    if (before >= 0 && at(source, before)->kind != STATEMENT_LABEL) {
        struct mutant mutant = mutant_begin(name);
        lock_before(source, &mutant, section, before);
        unlock_before(source, &mutant, section, at(source, section->last)->previous);
        mutant_add(source, &mutant);
    }
}

void shift_section(struct source *source, const char *name)
{
    each_section(source, name, shift);
}

static void split(struct source *source, const char *name, const struct section *section)
{
    int inner = at(source, section->first)->next;
    for (; inner != section->last; inner = at(source, inner)->next) {
        if (at(source, inner)->next == section->last)
            break;
        struct mutant mutant = mutant_begin(name);
        mutant_behind(source, &mutant, at(source, inner)->last, " %s; %s;",
                      section->unlock_text, section->lock_text);
        mutant_add(source, &mutant);
    }
}

void split_section(struct source *source, const char *name)
{
    each_section(source, name, split);
}

/* Two lock calls in neighbouring statements change places. */
void swap_lock_order(struct source *source, const char *name)
{
    for (int s = 0; s < source->statements.count; s++) {
        int next = at(source, s)->next;
        int lock = find_call(source, s, lock_names);
        int other = next < 0 ? -1 : find_call(source, next, lock_names);
        if (lock < 0 || other < 0 || at(source, s)->kind == STATEMENT_BLOCK)
            continue;
        char *text = tokens_text(&source->tokens, lock, call_end(source, lock));
        char *other_text = tokens_text(&source->tokens, other, call_end(source, other));
        if (!text || !other_text)
            abort();
        struct mutant mutant = mutant_begin(name);
        mutant_replace(source, &mutant, lock, call_end(source, lock), "%s", other_text);
        mutant_replace(source, &mutant, other, call_end(source, other), "%s", text);
        mutant_add(source, &mutant);
        free(text);
        free(other_text);
    }
}

/* A call on another lock that the same function knows. */
void other_lock(struct source *source, const char *name)
{
    for (int i = 0; i < source->tokens.count; i++) {
        if (!is_call_of(source, i, lock_names) && !is_call_of(source, i, unlock_names))
            continue;
        int function = at(source, statement_of(&source->statements, i))->function;
        for (int k = 0; k < source->tokens.count; k++) {
            if (!is_call_of(source, k, lock_names) || same_lock(source, i, k) ||
                at(source, statement_of(&source->statements, k))->function != function)
                continue;
            char *text = tokens_text(&source->tokens, k + 1, call_end(source, k));
            if (!text)
                abort();
            struct mutant mutant = mutant_begin(name);
            mutant_replace(source, &mutant, i + 1, call_end(source, i), "%s", text);
            mutant_add(source, &mutant);
            free(text);
        }
    }
}
