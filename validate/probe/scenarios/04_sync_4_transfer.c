/*
 * Scenarios of task 4: transfer between accounts.
 */
#include "sync.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "04_sync.h"
#include "rng.h"
#include "scenario.h"

#define ACCOUNTS_MOST 3
#define RACE_CALLS    3        /* of each thread, all at once */
#define APART         11531520 /* a multiple of 2 to 16, and of 256 */

static Account accounts[ACCOUNTS_MOST];

/* Numbers that differ, in no order that addresses have, and alike in their last bits and digits:
 * an order by a part of them is none. Each account holds `balance`. */
static void open_accounts(long balance)
{
    struct rng rng = {arg_seed()};
    int first = (int)rng_range(&rng, 0, ACCOUNTS_MOST - 1);
    int step = (int)rng_range(&rng, 1, 2);
    for (int i = 0; i < ACCOUNTS_MOST; i++)
        account_init(&accounts[i], 10 + (first + i * step) % ACCOUNTS_MOST * APART,
                     balance);
}

/* The same, but account 1 has the number in the middle. */
static void open_accounts_in_a_row(long balance)
{
    struct rng rng = {arg_seed()};
    int step = rng_range(&rng, 0, 1) ? 1 : -1;
    for (int i = 0; i < ACCOUNTS_MOST; i++)
        account_init(&accounts[i], 17 + (i - 1) * step, balance);
}

static void close_accounts(void)
{
    for (int i = 0; i < ACCOUNTS_MOST; i++)
        account_destroy(&accounts[i]);
}

static int move(int from, int to, long amount)
{
    return OBSERVE_CALL("transfer", transfer, (&accounts[from], &accounts[to], amount));
}

/* ---- one thread -------------------------------------------------------------------- */

static void expect_balances(const long balances[], const char *after)
{
    for (int i = 0; i < ACCOUNTS_MOST; i++)
        if (accounts[i].balance != balances[i])
            complain("after %s an account holds %ld credits; it should hold %ld", after,
                     accounts[i].balance, balances[i]);
}

/* Up to all that is there, in any direction. */
static void move_some(void *unused)
{
    struct rng rng = {arg_seed()};
    long balances[] = {100, 100, 100};
    (void)unused;
    open_accounts(100);
    for (int i = 0; i < 12; i++) {
        int from = i % ACCOUNTS_MOST, to = (from + 1 + i / 6) % ACCOUNTS_MOST;
        long amount = i == 3 ? balances[from] : (long)rng_range(&rng, 0, balances[from]);
        if (move(from, to, amount) != 0)
            complain("transfer of %ld credits answered -1, although the account had %ld",
                     amount, balances[from]);
        balances[from] -= amount;
        balances[to] += amount;
        expect_balances(balances, "a transfer that answered 0");
    }
    close_accounts();
}

SCENARIO(transfer_in_sequence)
{
    explore_and_observe(move_some, NULL, NULL);
}

static void expect_refusal(int from, int to, long amount, int error, const char *why)
{
    static const long untouched[] = {100, 100, 100};
    if (move(from, to, amount) != -1)
        complain("transfer doesn't answer -1 when %s", why);
    if (errno != error)
        complain("transfer answers -1 when %s, but with the wrong errno: %s", why,
                 strerror(errno));
    expect_balances(untouched, "a transfer that was refused");
}

/* Each refusal twice: one that keeps a lock is found by the next. */
static void move_too_much(void *unused)
{
    (void)unused;
    open_accounts(100);
    for (int i = 0; i < 2; i++) {
        expect_refusal(i, 1 - i, -1, EINVAL, "the amount is negative");
        expect_refusal(i, 1 - i, 101, ERANGE, "the account has less than the amount");
    }
    close_accounts();
}

SCENARIO(transfer_refused)
{
    explore_and_observe(move_too_much, NULL, NULL);
}

static void move_to_itself(void *unused)
{
    static const long untouched[] = {100, 100, 100}, amounts[] = {0, 30, 101};
    (void)unused;
    open_accounts(100);
    for (int i = 0; i < 3; i++) {
        if (move(1, 1, amounts[i]) != 0)
            complain("transfer of %ld credits from an account with 100 to itself doesn't "
                     "answer 0",
                     amounts[i]);
        expect_balances(untouched, "a transfer from an account to itself");
    }
    expect_refusal(1, 1, -1, EINVAL, "the amount is negative");
    close_accounts();
}

SCENARIO(transfer_to_itself)
{
    explore_and_observe(move_to_itself, NULL, NULL);
}

/* ---- schedules --------------------------------------------------------------------- */

static int ring_size; /* accounts that take part */

static void *move_on(void *arg)
{
    int from = (int)(intptr_t)arg;
    for (int i = 0; i < 2; i++)
        if (move(from, (from + 1) % ring_size, 10) != 0)
            complain("transfer answered -1 although the account had enough");
    return NULL;
}

/* Each thread moves from an account to the next one; with two it is there and back. */
static void move_in_a_ring(void *unused)
{
    static const long untouched[] = {100, 100, 100};
    pthread_t threads[ACCOUNTS_MOST];
    (void)unused;
    if (arg_int("neighbours", 0))
        open_accounts_in_a_row(100);
    else
        open_accounts(100);
    for (int i = 0; i < ring_size; i++)
        threads[i] = start_thread(move_on, (void *)(intptr_t)i);
    for (int i = 0; i < ring_size; i++)
        end_thread(threads[i]);
    expect_balances(untouched, "as many transfers from each account as to it");
    close_accounts();
}

SCENARIO(transfer_ring)
{
    ring_size = (int)arg_int("accounts", 2);
    explore_and_observe(move_in_a_ring, NULL, NULL);
}

/* Takes both locks whatever the order of others: who can't have the second gives back
 * the first. */
static void lock_both(Account *a, Account *b)
{
    for (;;) {
        pthread_mutex_lock(&a->lock);
        if (pthread_mutex_trylock(&b->lock) == 0)
            return;
        pthread_mutex_unlock(&a->lock);
        sched_yield();
    }
}

/* Under both locks nothing is missing. */
static void *watch_two(void *unused)
{
    lock_both(&accounts[0], &accounts[1]);
    long first = accounts[0].balance, second = accounts[1].balance;
    if (first + second != 200)
        complain("a thread that holds both locks sees %ld and %ld credits, %ld together; "
                 "there are 200",
                 first, second, first + second);
    pthread_mutex_unlock(&accounts[1].lock);
    pthread_mutex_unlock(&accounts[0].lock);
    return unused;
}

/* Under an account's lock its balance is never negative, and doesn't stir. */
static void *watch_one(void *arg)
{
    Account *account = arg;
    pthread_mutex_lock(&account->lock);
    long balance = account->balance;
    if (balance < 0)
        complain("a thread that holds the account's lock sees a balance of %ld", balance);
    sched_yield();
    if (account->balance != balance)
        complain("a transfer changed a balance while another thread held that account's "
                 "lock");
    pthread_mutex_unlock(&account->lock);
    return NULL;
}

static void *move_thirty(void *unused)
{
    if (move(0, 1, 30) != 0)
        complain("transfer answered -1 although the account had enough");
    return unused;
}

static void move_while_watched(void *unused)
{
    static const long balances[] = {40, 160, 100};
    (void)unused;
    open_accounts(100);
    pthread_t threads[] = {start_thread(move_thirty, NULL),
                           start_thread(move_thirty, NULL), start_thread(watch_two, NULL),
                           start_thread(watch_one, &accounts[0]),
                           start_thread(watch_one, &accounts[1])};
    for (size_t i = 0; i < sizeof threads / sizeof threads[0]; i++)
        end_thread(threads[i]);
    expect_balances(balances, "two transfers of 30 credits");
    close_accounts();
}

SCENARIO(transfer_watched)
{
    explore_and_observe(move_while_watched, NULL, NULL);
}

static int answers[2];

static void *spend_most(void *arg)
{
    int who = (int)(intptr_t)arg;
    answers[who] = move(1, 2 * who, 80);
    if (answers[who] != 0 && errno != ERANGE)
        complain("transfer failed with the wrong errno: %s", strerror(errno));
    return NULL;
}

/* Two want 80 of the same 100 credits, and a third looks on: one has to go away
 * empty-handed. The account that pays stands in the middle, by number and by address: whichever
 * decides, its lock comes first for one of the two and last for the other. */
static void spend_twice(void *unused)
{
    (void)unused;
    open_accounts_in_a_row(100);
    pthread_t a = start_thread(spend_most, (void *)0);
    pthread_t b = start_thread(spend_most, (void *)1);
    pthread_t c = start_thread(watch_one, &accounts[1]);
    end_thread(a);
    end_thread(b);
    end_thread(c);
    if (accounts[1].balance < 0)
        complain("an account with 100 credits paid 80 twice, and is left with %ld",
                 accounts[1].balance);
    if (answers[0] + answers[1] != -1)
        complain("two transfers of 80 from an account with 100 credits: %s",
                 answers[0] ? "neither was carried out" : "both answered 0");
    for (int i = 0; i < 2; i++)
        if (accounts[2 * i].balance != (answers[i] == 0 ? 180 : 100))
            complain("transfer answered %d, but the account it went to holds %ld after "
                     "100",
                     answers[i], accounts[2 * i].balance);
    close_accounts();
}

SCENARIO(transfer_spent_twice)
{
    explore_and_observe(spend_twice, NULL, NULL);
}

/* ---- data races: under the explorer, and with real threads under ThreadSanitizer --- */

static void forth(void *unused)
{
    (void)unused;
    transfer(&accounts[0], &accounts[1], 10);
}

static void back(void *unused)
{
    (void)unused;
    transfer(&accounts[1], &accounts[0], 10);
}

static void further(void *unused)
{
    (void)unused;
    transfer(&accounts[1], &accounts[2], 10);
}

/* Looks at one balance, under its lock. */
static void look(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&accounts[1].lock);
    volatile long seen = accounts[1].balance;
    (void)seen;
    pthread_mutex_unlock(&accounts[1].lock);
}

/* All move once around the ring, from different accounts on. */
static void move_often(int from)
{
    for (int i = 0; i < RACE_CALLS; i++)
        transfer(&accounts[(from + i) % ACCOUNTS_MOST],
                 &accounts[(from + i + 1) % ACCOUNTS_MOST], 10);
}

static void move_from_first(void *unused)
{
    (void)unused;
    move_often(0);
}

static void move_from_second(void *unused)
{
    (void)unused;
    move_often(1);
}

static void move_from_third(void *unused)
{
    (void)unused;
    move_often(2);
}

SCENARIO(transfer_race)
{
    void (*const calls[])(void *) = {forth, back, further, look};
    const struct crowd crowd = {{move_from_first, move_from_second, move_from_third},
                                NULL};
    struct pair pairs[16];
    open_accounts(1000);
    if (move(0, 1, 1) != 0)
        return;
    for (int i = 0; i < 16; i++)
        pairs[i] = (struct pair){calls[i / 4], calls[i % 4], NULL};
    call_in_turn(pairs, 16, &crowd);
    close_accounts();
}
