/*
 * mutate_known_test.c - the list of equivalent mutants: read, found again, and refused when it is wrong.
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "../mutate/known.h"

#define BLOCK                                                                            \
    "file: a.c\noperator: drop_not\nfunction: f\nbefore: if ( ! a )\nafter: if ( a )\n"

static struct known_list list;

static void drop_list(void)
{
    known_free(&list);
}

TestSuite(mutate_known, .fini = drop_list);

static struct known wanted(const char *after, const char *occurrence)
{
    return (struct known){.values = {[KNOWN_FILE] = "a.c",
                                     [KNOWN_OPERATOR] = "drop_not",
                                     [KNOWN_FUNCTION] = "f",
                                     [KNOWN_BEFORE] = "if ( ! a )",
                                     [KNOWN_AFTER] = (char *)after,
                                     [KNOWN_OCCURRENCE] = (char *)occurrence}};
}

Test(mutate_known, an_entry_is_found_by_what_it_changes)
{
    cr_assert(eq(int, known_read(&list, "# a list\n\n" BLOCK "why: it is\n  so\n"), 0));
    cr_assert(eq(int, list.bad_line, 0));
    cr_assert(eq(int, list.count, 1));
    cr_expect(eq(str, list.list[0].values[KNOWN_WHY], "it is so"));
    struct known mutant = wanted("if ( a )", "1");
    cr_expect(known_find(&list, &mutant) == &list.list[0]);
    cr_expect(list.list[0].seen);
}

Test(mutate_known, another_change_or_occurrence_is_another_mutant)
{
    cr_assert(eq(
        int, known_read(&list, BLOCK "why: x\n\n" BLOCK "occurrence: 3\nwhy: y\n"), 0));
    struct known other = wanted("if ( b )", "1"), second = wanted("if ( a )", "2"),
                 third = wanted("if ( a )", "3");
    cr_expect(known_find(&list, &other) == NULL);
    cr_expect(known_find(&list, &second) == NULL);
    cr_expect(known_find(&list, &third) == &list.list[1]);
    cr_expect(not(list.list[0].seen));
}

Test(mutate_known, a_block_without_a_reason_is_refused)
{
    cr_assert(eq(int, known_read(&list, "\n" BLOCK "why:\n\n"), 0));
    cr_expect(eq(int, list.bad_line, 2));
}

Test(mutate_known, an_unknown_key_is_refused)
{
    cr_assert(eq(int, known_read(&list, BLOCK "reason: x\nwhy: y\n"), 0));
    cr_expect(eq(int, list.bad_line, 6));
}

Test(mutate_known, an_empty_list_is_fine)
{
    cr_assert(eq(int, known_read(&list, "# nothing\n"), 0));
    cr_expect(eq(int, list.bad_line, 0));
    cr_expect(eq(int, list.count, 0));
}
