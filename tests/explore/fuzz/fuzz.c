/*
 * fuzz.c - random programs: what the explorer says of them against what is true.
 *
 *   fuzz FIRST COUNT [PARTS [show]]
 */
#include "smaller.h"

static unsigned parts = PARTS_ALL;

int main(int argc, char *argv[])
{
    uint64_t first = argc > 1 ? strtoull(argv[1], NULL, 0) : 1;
    uint64_t count = argc > 2 ? strtoull(argv[2], NULL, 0) : 100;
    unsigned bad = 0;
    if (argc > 3)
        parts = (unsigned)strtoul(argv[3], NULL, 0);
    for (uint64_t i = 0; i < count; i++) {
        struct program program = make_program(first + i, parts);
        if (argc > 4)
            print_program(&program);
        const char *what = compare(&program);
        if (what == NULL)
            continue;
        bad++;
        printf("DIFFERS: %s\n", what);
        print_program(&program);
        sought = what;
        program = minimised(program, differs_alike);
        printf("smaller, ");
        print_program(&program);
        show_missing(&program);
        printf("\n");
        fflush(stdout);
    }
    printf(
        "%llu programs, %u compared (%llu states, %llu schedules of DPOR), %u differ\n",
        (unsigned long long)count, tally.compared, (unsigned long long)tally.states,
        (unsigned long long)tally.schedules, bad);
    printf("explore(): %u exhausted, %u raced, %u deadlocks\n", tally.exhausted,
           tally.raced, tally.deadlocks);
    return bad > 0;
}
