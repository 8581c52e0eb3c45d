/*
 * relevance.c - which of thousands of records a person has to see.
 *
 * What touches the memory and the primitives of the failure matters. Where a failure has
 * no such place, as a wrong result has none, what one thread wrote and another used does.
 * Then the locks that are held around these accesses, and how the threads came to be.
 */
#include <stdlib.h>

#include "locals.h"
#include "record.h"
#include "schedule.h"

#define WORD       4u  /* bytes that count as one place */
#define MOST_WORDS 64u /* of an access that are looked at */
#define MOST_HELD  32u /* locks that a thread holds at a time; others aren't seen */

struct marking {
    const struct explore_report *report;
    bool shared_matters;               /* accesses to memory that threads share */
    bool threads[EXPLORE_MAX_THREADS]; /* have part in the failure */
};

static bool is_access(const struct explore_step *step)
{
    return step->location.size > 0 &&
           (step->op == EXPLORE_OP_READ || step->op == EXPLORE_OP_WRITE ||
            step->op == EXPLORE_OP_ATOMIC_LOAD || step->op == EXPLORE_OP_ATOMIC_STORE ||
            step->op == EXPLORE_OP_ATOMIC_UPDATE);
}

static void mark(struct marking *marking, struct explore_step *step)
{
    step->relevant = true;
    marking->threads[step->thread] = true;
}

/* ---- memory that threads share --------------------------------------------------- */

/* What is known of a word of memory; a word of zero is an empty entry. */
struct word {
    uintptr_t word;
    uint32_t thread; /* one that accesses it */
    bool shared;     /* others do, too */
    bool written;
};

struct words {
    struct word *table; /* owned */
    size_t size;        /* a power of two, more than twice as many as there are words */
};

static struct word *find_word(const struct words *words, uintptr_t word)
{
    size_t i = (size_t)((uint64_t)word * 0x9e3779b97f4a7c15u >> 20) & (words->size - 1);
    while (words->table[i].word != 0 && words->table[i].word != word)
        i = (i + 1) & (words->size - 1);
    return &words->table[i];
}

static uintptr_t first_word(const struct explore_step *step)
{
    return step->location.address / WORD;
}

/* How many words of an access are looked at; 0: it is none, or one to what isn't
 * shared. */
static uintptr_t words_of(const struct explore_step *step)
{
    if (!is_access(step) || locals_are_swapped((void *)step->location.address))
        return 0;
    uintptr_t last = (step->location.address + step->location.size - 1) / WORD;
    uintptr_t count = last - first_word(step) + 1;
    return count < MOST_WORDS ? count : MOST_WORDS;
}

static void note_access(const struct words *words, const struct explore_step *step)
{
    bool writes = step->op != EXPLORE_OP_READ && step->op != EXPLORE_OP_ATOMIC_LOAD;
    for (uintptr_t i = 0; i < words_of(step); i++) {
        struct word *entry = find_word(words, first_word(step) + i);
        if (entry->word == 0)
            *entry = (struct word){first_word(step) + i, step->thread, false, false};
        entry->shared |= entry->thread != step->thread;
        entry->written |= writes;
    }
}

static bool is_shared(const struct words *words, const struct explore_step *step)
{
    for (uintptr_t i = 0; i < words_of(step); i++) {
        const struct word *entry = find_word(words, first_word(step) + i);
        if (entry->shared && entry->written)
            return true;
    }
    return false;
}

/* Before the first thread is created, nothing is shared: how a variable came by its first
 * value isn't told. */
static uint32_t first_create(void)
{
    uint32_t i = record_oldest();
    while (i <= record_number() && record_at(i)->op != EXPLORE_OP_CREATE)
        i++;
    return i;
}

/* An empty table that has room for the words of these records. */
static struct words words_for(uint32_t begin, uint32_t end)
{
    struct words words = {.size = 16};
    size_t count = 0;
    for (uint32_t i = begin; i <= end; i++)
        count += words_of(record_at(i));
    while (words.size <= 2 * count)
        words.size *= 2;
    words.table = calloc(words.size, sizeof *words.table);
    return words;
}

static void mark_shared(struct marking *marking)
{
    uint32_t begin = first_create(), end = record_number();
    struct words words = words_for(begin, end);
    if (words.table == NULL)
        return;
    for (uint32_t i = begin; i <= end; i++)
        note_access(&words, record_at(i));
    for (uint32_t i = begin; i <= end; i++)
        if (is_shared(&words, record_at(i)))
            mark(marking, record_at(i));
    free(words.table);
}

/* ---- the places of the failure --------------------------------------------------- */

static bool overlap(const struct explore_location *a, const struct explore_location *b)
{
    return a->size > 0 && b->size > 0 && a->address < b->address + b->size &&
           b->address < a->address + a->size;
}

/* The block that was freed or overrun: where it came from, and where it went. */
static bool is_of_block(const struct explore_step *step,
                        const struct explore_location *where)
{
    bool of_heap = step->op == EXPLORE_OP_ALLOCATE || step->op == EXPLORE_OP_FREE;
    return of_heap && where->place == EXPLORE_PLACE_HEAP && step->object != NULL &&
           (uintptr_t)step->object == where->address - (uintptr_t)where->offset;
}

/* Reads or writes the address of the block, or of the variable: how a thread came by
 * it. */
static bool hands_on(const struct explore_step *step,
                     const struct explore_location *where)
{
    uint64_t address = where->address;
    if (where->place == EXPLORE_PLACE_HEAP)
        address -= (uint64_t)where->offset;
    else if (where->place != EXPLORE_PLACE_STACK)
        return false;
    return is_access(step) && step->has_value && step->value == address;
}

static bool is_at_place(const struct explore_report *report,
                        const struct explore_step *step)
{
    for (unsigned i = 0; i < report->involved_count; i++) {
        const struct explore_involved *who = &report->involved[i];
        if (who->step == step->number ||
            (who->object != NULL && who->object == step->object) ||
            overlap(&who->location, &step->location) || is_of_block(step, &who->location))
            return true;
        if (report->verdict == EXPLORE_MEMORY && hands_on(step, &who->location))
            return true;
    }
    return false;
}

/* Operations by which threads wait for each other without holding anything. */
static bool is_meeting(enum explore_op op)
{
    return (op >= EXPLORE_OP_WAIT && op <= EXPLORE_OP_BROADCAST) ||
           (op >= EXPLORE_OP_SEM_WAIT && op <= EXPLORE_OP_SEM_POST) ||
           op == EXPLORE_OP_BARRIER_ARRIVE || op == EXPLORE_OP_BARRIER_LEAVE;
}

static void mark_places(struct marking *marking)
{
    for (uint32_t i = record_oldest(); i <= record_number(); i++) {
        struct explore_step *step = record_at(i);
        if (is_at_place(marking->report, step) ||
            (marking->shared_matters && is_meeting(step->op)))
            mark(marking, step);
    }
}

/* A loop that reads the same again and again is shown once. */
static void unmark_repetitions(void)
{
    const struct explore_step *before[EXPLORE_MAX_THREADS] = {NULL};
    for (uint32_t i = record_oldest(); i <= record_number(); i++) {
        struct explore_step *step = record_at(i);
        if (!step->relevant)
            continue;
        const struct explore_step *last = before[step->thread];
        before[step->thread] = step;
        if (last != NULL && last->op == step->op && step->has_value &&
            (step->op == EXPLORE_OP_READ || step->op == EXPLORE_OP_ATOMIC_LOAD) &&
            last->site == step->site && last->value == step->value &&
            last->location.address == step->location.address)
            step->relevant = false;
    }
}

/* ---- locks ----------------------------------------------------------------------- */

struct held {
    struct explore_step *locks[MOST_HELD]; /* the steps that took them */
    unsigned count;
};

static bool is_taking(const struct explore_step *step)
{
    return !step->failed &&
           ((step->op >= EXPLORE_OP_LOCK && step->op <= EXPLORE_OP_TIMEDLOCK) ||
            (step->op >= EXPLORE_OP_RDLOCK && step->op <= EXPLORE_OP_TRYWRLOCK));
}

/* The lock is given back: that is as relevant as that it was taken. */
static void give_back(struct held *held, struct explore_step *step)
{
    for (unsigned i = held->count; i-- > 0;) {
        if (held->locks[i]->object != step->object)
            continue;
        step->relevant |= held->locks[i]->relevant;
        held->locks[i] = held->locks[--held->count];
        return;
    }
}

static void mark_guards(void)
{
    struct held *all = calloc(EXPLORE_MAX_THREADS, sizeof *all);
    if (all == NULL)
        return;
    for (uint32_t i = record_oldest(); i <= record_number(); i++) {
        struct explore_step *step = record_at(i);
        struct held *held = &all[step->thread];
        if (is_taking(step) && held->count < MOST_HELD)
            held->locks[held->count++] = step;
        else if (step->op == EXPLORE_OP_UNLOCK || step->op == EXPLORE_OP_RWUNLOCK)
            give_back(held, step);
        else if (step->relevant && is_access(step))
            for (unsigned j = 0; j < held->count; j++)
                held->locks[j]->relevant = true;
    }
    free(all);
}

/* ---- threads --------------------------------------------------------------------- */

/* "T12" as 12. */
static bool names_thread_of(const struct marking *marking,
                            const struct explore_step *step)
{
    unsigned long id =
        step->name[0] == 'T' ? strtoul(step->name + 1, NULL, 10) : EXPLORE_MAX_THREADS;
    return id < EXPLORE_MAX_THREADS && marking->threads[id];
}

static void mark_lives(const struct marking *marking)
{
    for (uint32_t i = record_oldest(); i <= record_number(); i++) {
        struct explore_step *step = record_at(i);
        if (step->op == EXPLORE_OP_CREATE || step->op == EXPLORE_OP_JOIN)
            step->relevant |= names_thread_of(marking, step);
        else if (step->op == EXPLORE_OP_START)
            step->relevant |= step->thread != 0 && marking->threads[step->thread];
    }
}

/* Of each thread the last step that isn't a plain access, and the very last record. */
static void mark_last_steps(void)
{
    bool seen[EXPLORE_MAX_THREADS] = {false};
    for (uint32_t i = record_number(); i >= record_oldest() && i > 0; i--) {
        struct explore_step *step = record_at(i);
        bool plain = step->op == EXPLORE_OP_READ || step->op == EXPLORE_OP_WRITE;
        if (i == record_number())
            step->relevant = true;
        if (seen[step->thread] || plain)
            continue;
        seen[step->thread] = true;
        step->relevant |= step->thread != 0 || step->op != EXPLORE_OP_START;
    }
}

/* ---- all ------------------------------------------------------------------------- */

static bool has_cycle(const struct explore_report *report)
{
    for (unsigned i = 0; i < report->involved_count; i++)
        if (report->involved[i].in_cycle)
            return true;
    return false;
}

/* Is the failure explained by the values that threads saw? */
static bool is_of_values(const struct explore_report *report)
{
    switch (report->verdict) {
    case EXPLORE_RACE:
    case EXPLORE_MEMORY:
    case EXPLORE_UNJOINED:
    case EXPLORE_UNSUPPORTED:
        return false;
    case EXPLORE_DEADLOCK:
        return !has_cycle(report);
    default:
        return true;
    }
}

void record_mark_relevant(const struct explore_report *report)
{
    struct marking marking = {.report = report, .shared_matters = is_of_values(report)};
    for (uint32_t i = record_oldest(); i <= record_number(); i++)
        record_at(i)->relevant = false;
    for (unsigned i = 0; i < report->involved_count; i++)
        marking.threads[report->involved[i].thread] = true;
    if (marking.shared_matters)
        mark_shared(&marking);
    mark_places(&marking);
    unmark_repetitions();
    mark_guards();
    mark_lives(&marking);
    mark_last_steps();
}
