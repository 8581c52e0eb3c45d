/*
 * object.c - finds a primitive by its address, in constant time and without ever walking
 * the table in the order of addresses.
 */
#include "object.h"

#include <string.h>

#include "finding.h"
#include "heap.h"
#include "schedule.h"

#define MAX_OBJECTS 1024
#define TABLE_SIZE  4096 /* a power of two, so that the table is never full */
#define POISON      0xdb

static struct object objects[MAX_OBJECTS]; /* in order of first use */
static size_t object_count;
static unsigned numbers[OBJECT_KINDS]; /* given out until now */

/* Where to find an address; an entry of an older generation is empty. */
static struct {
    uint64_t generation;
    void *address;
    struct object *object;
} table[TABLE_SIZE];
static uint64_t generation;

static const struct {
    const char *word;
    char letter;
} kinds[OBJECT_KINDS] = {
    [OBJECT_MUTEX] = {"mutex", 'M'},         [OBJECT_SPINLOCK] = {"spin lock", 'L'},
    [OBJECT_CONDITION] = {"condition", 'C'}, [OBJECT_RWLOCK] = {"rwlock", 'R'},
    [OBJECT_SEMAPHORE] = {"semaphore", 'S'}, [OBJECT_BARRIER] = {"barrier", 'B'},
    [OBJECT_ONCE] = {"once", 'O'},           [OBJECT_PIPE] = {"pipe", 'P'},
};

void objects_reset(void)
{
    generation++;
    object_count = 0;
    memset(numbers, 0, sizeof numbers);
}

/* Index of the address in the table, or of the empty entry where it belongs. */
static size_t entry_of(void *address)
{
    uint64_t hash = ((uint64_t)(uintptr_t)address * 0x9e3779b97f4a7c15u) >> 40;
    size_t i = hash & (TABLE_SIZE - 1);
    while (table[i].generation == generation && table[i].address != address)
        i = (i + 1) & (TABLE_SIZE - 1);
    return i;
}

static bool is_poisoned(const struct object *object)
{
    const unsigned char *bytes = object->address;
    for (size_t i = 0; i < object->size; i++)
        if (bytes[i] != POISON)
            return false;
    return true;
}

void object_name(char name[8], char letter, unsigned number)
{
    char digits[10];
    unsigned count = 0, length = 0;
    do
        digits[count++] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    name[length++] = letter;
    while (count > 0 && length < 7)
        name[length++] = digits[--count];
    memset(name + length, 0, 8 - length);
}

static struct object *object_new(void *address, enum object_kind kind, size_t size)
{
    if (object_count == MAX_OBJECTS)
        stop_with(EXPLORE_UNSUPPORTED,
                  "The scenario uses more than %d mutexes, conditions and the like.",
                  MAX_OBJECTS);
    struct object *object = &objects[object_count++];
    memset(object, 0, sizeof *object);
    object->kind = kind;
    object->address = address;
    object->size = size;
    object->owner = EXPLORE_NOBODY;
    object_name(object->name, kinds[kind].letter, ++numbers[kind]);
    size_t length = strlen(kinds[kind].word);
    memcpy(object->label, kinds[kind].word, length);
    object->label[length] = ' ';
    memcpy(object->label + length + 1, object->name, sizeof object->name);
    size_t i = entry_of(address);
    table[i].generation = generation;
    table[i].address = address;
    table[i].object = object;
    return object;
}

/* Has it been woken, or let through? Then it doesn't need the object any more. */
static bool only_leaves(const struct thread *thread, const struct object *object)
{
    if (thread->pending.op == EXPLORE_OP_BARRIER_LEAVE)
        return object->barrier.round != thread->barrier_round;
    return thread->pending.op == EXPLORE_OP_WAKE && thread->signalled;
}

/* Another thread that uses the object right now, or is about to; NULL: none. */
static const struct thread *user_of(const struct object *object)
{
    for (uint32_t i = 0; i < schedule.thread_count; i++) {
        const struct thread *thread = &schedule.threads[i];
        if (thread != schedule.current && !thread->ended &&
            thread->pending.object == object && !only_leaves(thread, object))
            return thread;
    }
    return NULL;
}

/* To initialise a primitive once more is undefined; whoever uses it meanwhile notices. */
static void check_not_in_use(struct object *object)
{
    struct thread *self = schedule.current;
    const struct thread *user = user_of(object);
    if (object->owner == EXPLORE_NOBODY && user == NULL)
        return;
    self->pending = (struct operation){.op = EXPLORE_OP_NONE, .object = object};
    if (object->owner != EXPLORE_NOBODY)
        stop_with(EXPLORE_MISUSE,
                  "%s initialises %s%s again while T%u holds it, which took it%s.",
                  self->name, object->label, report_at(self->site),
                  (unsigned)object->owner, report_at(object->got_at));
    report_involve(self);
    report_involve(user);
    bool waits = user->pending.op == EXPLORE_OP_WAKE ||
                 user->pending.op == EXPLORE_OP_BARRIER_LEAVE;
    stop_with(EXPLORE_MISUSE, "%s initialises %s%s again while %s %s it%s.", self->name,
              object->label, report_at(self->site), user->name,
              waits ? "waits for" : explore_op_name(user->pending.op),
              report_at(user->site));
}

struct object *object_init(void *address, enum object_kind kind, size_t size)
{
    size_t i = entry_of(address);
    if (table[i].generation == generation && table[i].object->kind == kind &&
        !table[i].object->destroyed)
        check_not_in_use(table[i].object);
    return object_new(address, kind, size);
}

/* An object that was never initialised: static memory and PTHREAD_MUTEX_INITIALIZER look alike,
 * but what malloc gave, and nobody has written to, is no primitive. */
static struct object *first_use(void *address, enum object_kind kind, size_t size)
{
    struct object *object = object_new(address, kind, size);
    struct thread *self = schedule.current;
    if (!heap_is_fresh(address, size))
        return object;
    self->pending = (struct operation){.op = EXPLORE_OP_NONE, .object = object};
    stop_with(
        EXPLORE_MISUSE,
        "%s uses %s%s, which was never initialised: its memory is as malloc gave it.",
        self->name, report_label(object), report_at(self->site));
}

struct object *object_at(void *address, enum object_kind kind, size_t size)
{
    size_t i = entry_of(address);
    if (table[i].generation != generation || table[i].object->kind != kind)
        return first_use(address, kind, size);
    struct object *object = table[i].object;
    if (!object->destroyed)
        return object;
    if (!is_poisoned(object))
        return first_use(address, kind, size);
    struct thread *self = schedule.current;
    self->pending = (struct operation){.op = EXPLORE_OP_NONE, .object = object};
    stop_with(EXPLORE_MISUSE, "%s uses %s%s after it was destroyed.", self->name,
              object->label, report_at(self->site));
}

void object_destroy(struct object *object)
{
    object->destroyed = true;
    memset(object->address, POISON, object->size);
}

struct object *object_number(size_t i)
{
    return i < object_count ? &objects[i] : NULL;
}
