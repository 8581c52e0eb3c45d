/*
 * Scenarios of task 4: the counter.
 */
#include "sync.h"

#include <errno.h>

#include "04_sync.h"
#include "rng.h"
#include "scenario.h"

#define ADDITIONS 12 /* of one thread, in a row */
#define ASIDE                                                                            \
    100000 /* what the holder of the lock puts into the counter, and takes out */
#define UNTOUCHED  (-777777l)
#define RACE_CALLS 3 /* of each thread, all at once */

/* One thread adds amounts of both signs, and reads in between. */
SCENARIO(counter_in_sequence)
{
    struct rng rng = {arg_seed()};
    Counter counter;
    long sum = 0, value = UNTOUCHED;
    OBSERVE_CALL("init", counter_init, (&counter));
    for (int i = 0; i < ADDITIONS; i++) {
        long amount = (long)rng_range(&rng, 1, 1000) * (i % 2 ? 1 : -2);
        sum += amount;
        if (OBSERVE_CALL("add", counter_add, (&counter, amount)) != 0)
            break;
        if (OBSERVE_CALL("read", counter_read, (&counter, &value)) != 0 || value != sum)
            break;
    }
    observe_int("sum", sum);
    observe_int("value", value);
    OBSERVE_CALL("destroy", counter_destroy, (&counter));
}

/* The counter's lock can't be had: it checks for errors, and this thread holds it
 * already. */
SCENARIO(counter_without_its_lock)
{
    Counter counter;
    long value = UNTOUCHED;
    pthread_mutexattr_t checking;
    counter_init(&counter);
    pthread_mutexattr_init(&checking);
    pthread_mutexattr_settype(&checking, PTHREAD_MUTEX_ERRORCHECK);
    pthread_mutex_destroy(&counter.lock);
    pthread_mutex_init(&counter.lock, &checking);
    pthread_mutex_lock(&counter.lock);
    OBSERVE_CALL("add", counter_add, (&counter, 5));
    observe_int("value", counter.value);
    OBSERVE_CALL("read", counter_read, (&counter, &value));
    observe_int("touched", value != UNTOUCHED);
}

/* ---- schedules --------------------------------------------------------------------- */

static Counter shared;

/* One or two amounts; each digit of the value then tells which additions it holds. */
static void *add_amounts(void *arg)
{
    const long *amounts = arg;
    for (int i = 0; i < arg_int("additions", 2); i++)
        if (OBSERVE_CALL("add", counter_add, (&shared, amounts[i])) != 0)
            complain("counter_add answered -1, although nothing had failed");
    return NULL;
}

/* Is the value what some of the additions give, each thread's in its order? */
static int is_a_sum(long value)
{
    long ones = value % 100, hundreds = value / 100;
    return (ones == 0 || ones == 1 || ones == 11) &&
           (hundreds == 0 || hundreds == 1 || hundreds == 11);
}

static void *read_once(void *unused)
{
    long value = UNTOUCHED;
    if (OBSERVE_CALL("read", counter_read, (&shared, &value)) != 0)
        complain("counter_read answered -1, although nothing had failed");
    else if (value >= ASIDE)
        complain("counter_read read the value while another thread held the counter's "
                 "lock and was in the middle of changing it");
    else if (!is_a_sum(value))
        complain("counter_read gave %ld, which no order of adding 1, 10, 100 and 1000 "
                 "leads to",
                 value);
    return unused;
}

/* Who holds the lock may do with the value what it likes, and nobody may see it. */
static void *hold_the_lock(void *unused)
{
    pthread_mutex_lock(&shared.lock);
    long before = shared.value;
    shared.value += ASIDE;
    sched_yield();
    if (shared.value != before + ASIDE)
        complain("an addition changed the value while another thread held the counter's "
                 "lock");
    shared.value -= ASIDE;
    pthread_mutex_unlock(&shared.lock);
    return unused;
}

static void use_counter(void *unused)
{
    static long small[] = {1, 10}, large[] = {100, 1000};
    long wanted = arg_int("additions", 2) == 1 ? 101 : 1111, value = UNTOUCHED;
    pthread_t threads[4];
    int started = 0;
    (void)unused;
    counter_init(&shared);
    threads[started++] = start_thread(add_amounts, small);
    threads[started++] = start_thread(add_amounts, large);
    if (arg_int("others", 1)) {
        threads[started++] = start_thread(read_once, NULL);
        threads[started++] = start_thread(hold_the_lock, NULL);
    }
    for (int i = 0; i < started; i++)
        end_thread(threads[i]);
    counter_read(&shared, &value);
    if (value != wanted)
        complain("an addition was lost: the two threads added %ld in all to 0, and the "
                 "counter holds %ld",
                 wanted, value);
    counter_destroy(&shared);
}

SCENARIO(counter_explored)
{
    explore_and_observe(use_counter, NULL, NULL);
}

/* ---- data races: under the explorer, and with real threads under ThreadSanitizer --- */

static void add(void *counter)
{
    counter_add(counter, 1);
}

static void read_value(void *counter)
{
    long value;
    counter_read(counter, &value);
}

static void use_often(void *counter)
{
    for (int i = 0; i < RACE_CALLS; i++) {
        add(counter);
        read_value(counter);
    }
}

SCENARIO(counter_race)
{
    static Counter counter;
    long value;
    counter_init(&counter);
    OBSERVE_CALL("add", counter_add, (&counter, 1));
    OBSERVE_CALL("read", counter_read, (&counter, &value));
    const struct pair pairs[] = {
        {add, add, &counter}, {add, read_value, &counter}, {read_value, add, &counter}};
    const struct crowd crowd = {{use_often, use_often, use_often}, &counter};
    call_in_turn(pairs, 3, &crowd);
    counter_destroy(&counter);
}
