/*
 * smaller.h - for people: shows a program, and makes it smaller as long as it tells the
 * same.
 */
#ifndef FUZZ_SMALLER_H
#define FUZZ_SMALLER_H

#include <stdio.h>

#include "compare.h"

/* ---- showing one ----------------------------------------------------------------- */

static const char *const what_names[WHATS] = {
    "read",       "write",      "add",       "append",     "atomic get",  "atomic set",
    "atomic inc", "atomic cas", "mix",       "lock",       "unlock",      "trylock",
    "timedlock",  "wait",       "wait if",   "wait while", "wait timed",  "signal",
    "broadcast",  "post",       "draw",      "trydraw",    "timeddraw",   "count",
    "rdlock",     "wrlock",     "tryrdlock", "trywrlock",  "timedrdlock", "timedwrlock",
    "rwunlock",   "meet",       "once",      "yield",      "sleep",       "skip",
    "create",     "join",       "tryjoin",   "timedjoin",  "detach",      "misuse",
    "fail"};

static void print_program(const struct program *program)
{
    printf("seed %llu%s%s%s\n", (unsigned long long)program->seed,
           program->spurious ? ", spurious" : "", program->whole ? ", whole" : "",
           program->keeps ? ", keeps locks" : "");
    for (unsigned i = 0; i < program->bodies; i++) {
        printf("  body %u:", i);
        for (unsigned j = 0; j < program->body[i].count; j++) {
            const struct action *action = &program->body[i].actions[j];
            printf(" %s(%u,%u)", what_names[action->what], action->which, action->value);
        }
        printf("\n");
    }
}

/* ---- making one smaller ---------------------------------------------------------- */

static void drop_action(struct body *body, unsigned at)
{
    body->count--;
    memmove(&body->actions[at], &body->actions[at + 1],
            (body->count - at) * sizeof body->actions[0]);
}

/* Drops all that has to do with the body; its number stays. */
static void drop_body(struct program *program, unsigned which)
{
    program->body[which].count = 0;
    for (unsigned i = 0; i < program->bodies; i++)
        for (unsigned j = program->body[i].count; j-- > 0;) {
            const struct action *action = &program->body[i].actions[j];
            if (action->what >= CREATE && action->what <= DETACH &&
                action->which == which)
                drop_action(&program->body[i], j);
        }
}

/* The simplest program for which the function is still true. */
static struct program minimised(struct program program,
                                bool (*differs)(const struct program *program))
{
    bool smaller = true;
    while (smaller) {
        smaller = false;
        for (unsigned i = 1; i < program.bodies; i++) {
            struct program less = program;
            drop_body(&less, i);
            if (memcmp(&less, &program, sizeof less) != 0 && differs(&less)) {
                program = less;
                smaller = true;
            }
        }
        for (unsigned i = 0; i < program.bodies; i++)
            for (unsigned j = program.body[i].count; j-- > 0;) {
                struct program less = program;
                drop_action(&less.body[i], j);
                if (differs(&less)) {
                    program = less;
                    smaller = true;
                }
            }
        bool *flags[] = {&program.spurious, &program.whole, &program.keeps};
        for (unsigned i = 0; i < 3; i++) {
            bool was = *flags[i];
            *flags[i] = false;
            if (was && differs(&program))
                smaller = true;
            else
                *flags[i] = was;
        }
    }
    return program;
}

static const char *sought;

static bool differs_alike(const struct program *program)
{
    const char *what = compare(program);
    return what != NULL && strcmp(what, sought) == 0;
}

/* Prints a schedule that ends in a way that DPOR has missed. */
static void show_missing(const struct program *program)
{
    find_truth(program, MOST_STATES);
    see(&reduced, &dpor, program, MOST_SCHEDULES);
    truth.shown = set_lacks(&truth.ends, &reduced.ends);
    if (truth.shown == 0 || !reduced.complete)
        return;
    printf("  DPOR misses:\n");
    find_truth(program, MOST_STATES);
    truth.shown = 0;
}

#endif
