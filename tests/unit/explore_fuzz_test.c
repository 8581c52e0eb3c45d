/*
 * explore_fuzz_test.c - small random programs: what the explorer says of them against
 * what is true, as far as a few seconds go. tests/explore/fuzz does the same for longer.
 */
#include <criterion/criterion.h>

#include "../explore/fuzz/compare.h"

#define RANDOM_PROGRAMS 60
#define MOST_PARTS      16

/* Programs of which the explorer once said what isn't true. */
static const struct {
    const char *about;
    struct {
        uint8_t body, what, which, value;
    } parts[MOST_PARTS]; /* all zero behind the last one */
} told[] = {
    {"a try to join", {{0, CREATE, 1, 0}, {0, TRYJOIN, 1, 0}, {0, JOIN, 1, 0}}},
    {"a join with a limit", {{0, CREATE, 1, 0}, {0, TIMEDJOIN, 1, 0}, {0, JOIN, 1, 0}}},
    {"readers at the same time",
     {{0, CREATE, 1, 0},
      {0, CREATE, 2, 0},
      {0, JOIN, 1, 0},
      {0, JOIN, 2, 0},
      {1, RDLOCK, 0, 0},
      {1, APPEND, 1, 0},
      {2, RDLOCK, 0, 0},
      {2, APPEND, 1, 0}}},
    {"pieces of a word",
     {{0, CREATE, 1, 0},
      {0, CREATE, 2, 0},
      {0, CREATE, 3, 0},
      {0, JOIN, 1, 0},
      {0, JOIN, 2, 0},
      {0, JOIN, 3, 0},
      {1, ATOMIC_SET, 1, 2},
      {2, MIX, 0, 0},
      {3, MIX, 1, 0}}},
    {"a failure, and what others wait for",
     {{0, CREATE, 1, 0},
      {0, CREATE, 2, 0},
      {0, WRLOCK, 0, 0},
      {0, JOIN, 2, 0},
      {1, FAIL, 1, 0},
      {2, RDLOCK, 0, 0}}},
    {"a wait behind steps that are covered",
     {{0, CREATE, 1, 0},
      {0, WRLOCK, 0, 0},
      {0, RDLOCK, 0, 0},
      {0, JOIN, 1, 0},
      {1, WRLOCK, 0, 0}}},
    {"a wakeup before a lock that came first",
     {{0, CREATE, 1, 0},
      {0, CREATE, 2, 0},
      {0, CREATE, 3, 0},
      {0, JOIN, 1, 0},
      {0, ADD, 1, 0},
      {0, JOIN, 2, 0},
      {0, JOIN, 3, 0},
      {1, LOCK, 0, 0},
      {1, WAIT_IF, 0, 1},
      {2, LOCK, 0, 0},
      {2, WAIT_WHILE, 1, 1},
      {3, SIGNAL, 0, 0}}},
    {"a timed wait that a signal ends",
     {{0, CREATE, 1, 0},
      {0, CREATE, 2, 0},
      {0, CREATE, 3, 0},
      {0, JOIN, 1, 0},
      {0, JOIN, 2, 0},
      {0, JOIN, 3, 0},
      {1, LOCK, 0, 0},
      {1, WAIT_TIMED, 1, 0},
      {1, WRITE, 1, 2},
      {2, WRITE, 1, 1},
      {2, SIGNAL, 1, 0},
      {3, ADD, 1, 1}}},
    {"a wait with an effect on two things",
     {{0, CREATE, 1, 0},
      {0, CREATE, 3, 0},
      {0, LOCK, 0, 0},
      {0, WAIT_IF, 0, 1},
      {0, JOIN, 3, 0},
      {0, JOIN, 1, 0},
      {1, SIGNAL, 0, 0},
      {3, TRYLOCK, 0, 0},
      {3, LOCK, 0, 0}}},
    {"what a report keeps of the one before",
     {{0, CREATE, 1, 0},
      {0, CREATE, 2, 0},
      {0, WRLOCK, 0, 0},
      {0, JOIN, 2, 0},
      {0, JOIN, 1, 0},
      {1, READ, 0, 2},
      {1, CREATE, 4, 0},
      {1, JOIN, 4, 0},
      {2, WRLOCK, 0, 0},
      {2, APPEND, 0, 1},
      {4, WRLOCK, 0, 0}}},
};

static struct program program_of(unsigned number)
{
    struct program program = {.seed = number, .bodies = MOST_BODIES};
    for (unsigned i = 0; i < MOST_PARTS; i++) {
        unsigned body = told[number].parts[i].body, what = told[number].parts[i].what;
        unsigned which = told[number].parts[i].which;
        if (body + what + which > 0)
            put(&program.body[body], what, which, told[number].parts[i].value);
    }
    return program;
}

Test(explore_fuzz, is_right_about_what_it_once_got_wrong)
{
    for (unsigned i = 0; i < sizeof told / sizeof told[0]; i++) {
        struct program program = program_of(i);
        const char *what = compare(&program);
        cr_expect_null(what, "%s: %s", told[i].about, what);
    }
}

Test(explore_fuzz, agrees_with_the_truth)
{
    for (uint64_t seed = 1; seed <= RANDOM_PROGRAMS; seed++) {
        struct program program = make_program(seed, PARTS_ALL);
        const char *what = compare(&program);
        cr_expect_null(what, "seed %llu: %s", (unsigned long long)seed, what);
    }
}
