/*
 * explore_call_test.c - the explorer as its caller sees it: arguments, names of sites, the
 * same report for the same seed, and what each strategy does.
 */
#include "explore_calls.h"

static pthread_mutex_t lock, other;
static char order[64]; /* who came, in this schedule */
static char orders[42][sizeof order];
static unsigned order_count;

static void set_up(void)
{
    pthread_mutex_init(&lock, NULL);
    pthread_mutex_init(&other, NULL);
    order[0] = '\0';
}

static void explores(void *arg)
{
    struct explore_report report;
    cr_expect_eq(explore(explores, arg, NULL, NULL, &report), -1);
    cr_expect_eq(errno, EBUSY);
    cr_expect(explore_is_running());
}

static void cancels(void *arg)
{
    (void)arg;
    explore_unsupported("pthread_cancel");
}

Test(explore_call, the_call_itself)
{
    struct explore_report report;
    struct explore_options options = {.max_threads = EXPLORE_MAX_THREADS + 1};
    cr_expect_eq(explore(NULL, NULL, NULL, NULL, &report), -1);
    cr_expect_eq(errno, EINVAL);
    cr_expect_eq(explore(explores, NULL, NULL, &options, &report), -1);
    cr_expect_eq(errno, EINVAL);
    expect(explores, EXPLORE_CLEAN, "");
    cr_expect_not(explore_is_running());
    expect(cancels, EXPLORE_UNSUPPORTED, "T0 calls pthread_cancel");
}

static int name_marks(const void *site, char *text, size_t size)
{
    snprintf(text, size, "line %d", site == (void *)&lock ? 1 : 2);
    return 0;
}

static void names_sites(void *arg)
{
    (void)arg;
    set_up();
    explore_at(&lock);
    pthread_mutex_lock(&lock);
    explore_at(&other);
    pthread_mutex_lock(&lock);
}

Test(explore_call, sites_are_named_in_the_message)
{
    struct explore_report report;
    struct explore_options options = {.name_site = name_marks};
    cr_assert_eq(explore(names_sites, NULL, NULL, &options, &report), 0);
    cr_expect_not_null(strstr(report.message, "mutex M1 at line 2"), "%s",
                       report.message);
    cr_expect_not_null(strstr(report.message, "locked it at line 1"), "%s",
                       report.message);
    cr_expect_eq(report.involved[0].site, (void *)&other);
    cr_expect_eq(report.involved[0].held_at, (void *)&lock);
}

static void finds_out_itself(void *arg)
{
    (void)arg;
    set_up();
    explore_wrong("two were inside");
}

Test(explore_call, a_scenario_can_say_itself_what_is_wrong)
{
    expect(finds_out_itself, EXPLORE_WRONG, "two were inside");
}

/* ---- the same every time --------------------------------------------------------- */

static void *lock_then_other(void *arg)
{
    pthread_mutex_lock(&lock);
    pthread_mutex_lock(&other);
    pthread_mutex_unlock(&other);
    pthread_mutex_unlock(&lock);
    return arg;
}

static void *other_then_lock(void *arg)
{
    pthread_mutex_lock(&other);
    pthread_mutex_lock(&lock);
    pthread_mutex_unlock(&lock);
    pthread_mutex_unlock(&other);
    return arg;
}

static void opposite_order(void *arg)
{
    (void)arg;
    set_up();
    run_two(lock_then_other, other_then_lock);
}

static struct explore_report explored_with_seed(uint64_t seed)
{
    struct explore_options options = {.seed = seed, .narrowing_tries = 1};
    struct explore_report report;
    memset(&report, 0xff, sizeof report);
    cr_assert_eq(explore(opposite_order, NULL, NULL, &options, &report), 0);
    return report;
}

Test(explore_call, one_seed_gives_one_report_and_another_another)
{
    unsigned different = 0;
    for (uint64_t seed = 0; seed < 20; seed++) {
        struct explore_report first = explored_with_seed(seed);
        struct explore_report next = explored_with_seed(seed + 1);
        struct explore_report second = explored_with_seed(seed);
        cr_expect_eq(memcmp(&first, &second, sizeof first), 0, "seed %d", (int)seed);
        different += memcmp(&first, &next, sizeof first) != 0;
    }
    cr_expect_geq(different, 10);
}

static void *come_thrice(void *arg)
{
    for (int i = 0; i < 3; i++) {
        pthread_mutex_lock(&lock);
        strcat(order, arg);
        pthread_mutex_unlock(&lock);
    }
    return NULL;
}

static void two_come(void *arg)
{
    pthread_t threads[2];
    char names[2][2] = {"1", "2"};
    (void)arg;
    set_up();
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, come_thrice, names[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
}

static const char *keep_order(void *arg)
{
    (void)arg;
    memcpy(orders[order_count++], order, sizeof order);
    return NULL;
}

/* How many different orders there are in every second schedule from `first` on. */
static unsigned different_orders(unsigned first)
{
    unsigned different = 0;
    for (unsigned i = first; i < order_count; i += 2) {
        bool seen = false;
        for (unsigned j = first; j < i; j += 2)
            seen |= strcmp(orders[i], orders[j]) == 0;
        different += !seen;
    }
    return different;
}

Test(explore_call, each_strategy_does_its_own)
{
    struct explore_options options = {.schedules = 42};
    struct explore_report report;
    cr_assert_eq(explore(two_come, NULL, keep_order, &options, &report), 0);
    cr_assert_eq(order_count, 42);
    cr_expect_str_eq(orders[0], "111222", "the default run");
    cr_expect_str_eq(orders[1], "121212", "taking turns");
    cr_expect_geq(different_orders(2), 6, "random: %u", different_orders(2));
    cr_expect_geq(different_orders(3), 4, "PCT: %u", different_orders(3));
}
