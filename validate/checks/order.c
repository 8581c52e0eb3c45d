#include "order.h"

#include <stdlib.h>
#include <string.h>

#include "verdict.h"

extern const struct check __start_lab_checks[];
extern const struct check __stop_lab_checks[];

static bool is_among(const char *names, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = names; at && *at; at += strspn(at, " ")) {
        size_t word = strcspn(at, " ");
        if (word == length && strncmp(at, name, length) == 0)
            return true;
        at += word;
    }
    return false;
}

/* How many checks the longest chain has that waits for it. The prerequisites have no cycle. */
static int urgency(const struct check *check)
{
    int longest = 0;
    for (const struct check *c = __start_lab_checks; c < __stop_lab_checks; c++) {
        if (strcmp(c->suite, check->suite) != 0 || !is_among(c->needs, check->name))
            continue;
        int chain = 1 + urgency(c);
        if (chain > longest)
            longest = chain;
    }
    return longest;
}

/* ---- Criterion's list ------------------------------------------------------------------------- */

struct place {
    struct criterion_ordered_set_node *node;
    const struct check *check;
    int urgency;
};

static int most_urgent_first(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    if (x->urgency != y->urgency)
        return y->urgency - x->urgency;
    int files = strcmp(x->check->file, y->check->file);
    return files ? files : x->check->line - y->check->line;
}

/* Returns how many places were filled; 0 also when there is a test that is no check. */
static size_t list_places(const struct criterion_suite_set *suite, struct place *places)
{
    size_t count = 0;
    for (struct criterion_ordered_set_node *n = suite->tests->first; n; n = n->next) {
        const struct criterion_test *test = (const void *)(n + 1);
        const struct check *check = find_check(suite->suite.name, test->name);
        if (!check)
            return 0;
        places[count++] =
            (struct place){.node = n, .check = check, .urgency = urgency(check)};
    }
    return count;
}

/* Criterion runs the tests as they stand in the suite's list, which it made in the order of their
 * names; the nodes are put into a new row. */
static void sort_suite(struct criterion_suite_set *suite)
{
    struct place *places = calloc(suite->tests->size + 1, sizeof *places);
    size_t count = places ? list_places(suite, places) : 0;
    if (count > 0) {
        qsort(places, count, sizeof *places, most_urgent_first);
        suite->tests->first = places[0].node;
        for (size_t i = 0; i < count; i++)
            places[i].node->next = i + 1 < count ? places[i + 1].node : NULL;
    }
    free(places);
}

void order_by_urgency(struct criterion_test_set *tests, const char *suite)
{
    FOREACH_SET(struct criterion_suite_set * set, tests->suites)
    {
        if (strcmp(set->suite.name, suite) == 0 && set->tests)
            sort_suite(set);
    }
}
