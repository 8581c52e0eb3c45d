/*
 * order.h - which checks of a task are judged first.
 */
#ifndef ORDER_H
#define ORDER_H

#include <criterion/criterion.h>

/*
 * Puts the tests of a suite into the order in which a validation ends soonest: first those behind
 * which the longest chain of checks waits; among equals, as their authors wrote them. That is Hu's level rule for jobs with
 * precedences (T. C. Hu, "Parallel Sequencing and Assembly Line Problems", Operations Research
 * 9(6), 1961). No verdict depends on the order: who needs another check waits for it.
 */
void order_by_urgency(struct criterion_test_set *tests, const char *suite);

#endif
