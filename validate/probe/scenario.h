/*
 * scenario.h - for those who write scenarios: what a probe does with learner code.
 *
 * A scenario is a function in scenarios/NN_name.c:
 *
 *     SCENARIO(empty_catalog)
 *     {
 *         observe_int("returned", run_sequential(NULL, 0, NULL));
 *     }
 *
 * It calls learner code and writes down what it saw. It doesn't judge: the check that started
 * the probe does, in another process. Scenario files are compiled once; their calls to pthread
 * functions are redirected like the learner's, so that they can run under the explorer.
 */
#ifndef SCENARIO_H
#define SCENARIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "catalog_maker.h"
#include "evidence.h"

struct scenario {
    const char *name;
    void (*run)(void);
};

/* Defines a scenario and enters it in the probe's table. */
#define SCENARIO(scenario_name)                                                          \
    static void scenario_name(void);                                                     \
    __attribute__((                                                                      \
        used, section("lab_scenarios"),                                                  \
        aligned(8))) static const struct scenario scenario_##scenario_name = {           \
        #scenario_name, scenario_name};                                                  \
    static void scenario_name(void)

/* The value of the argument `key` that the check passed ("workers=4"), or `otherwise`. */
int64_t arg_int(const char *key, int64_t otherwise);

/* The seed that the check passed. */
uint64_t arg_seed(void);

/* Writes an observation down. A key that was used already is overwritten. More than
 * EVIDENCE_ITEMS keys end the probe with status 3: that is the lab's mistake. */
void observe_int(const char *key, int64_t number);
void observe_real(const char *key, double real);
void observe_text(const char *key, const char *text);

/*
 * For the answer of a learner's function: observes `key` = answer and `key`_errno = errno (0
 * unless the answer is -1), and notes the function as not written yet when it answered -1 with
 * errno ENOSYS. Returns the answer. Use:  OBSERVE_CALL("returned", run_sequential, (c, n, r));
 */
#define OBSERVE_CALL(key, function, arguments)                                           \
    (prepare_call(), observe_answer(key, #function, function arguments))
void prepare_call(void);
int observe_answer(const char *key, const char *function, int answer);

/* Notes a function that can't answer ENOSYS as not written yet. */
void observe_unwritten(const char *function);

/*
 * Runs `program` under the explorer, with schedules and wakeups drawn from arg_seed(), and hands
 * its report over. `program` is called once a schedule and builds fresh state each time;
 * `predicate` (may be NULL) is called after each schedule that ended, and returns in words what
 * is wrong, or NULL. The argument schedules=n bounds the search (default 400); identity=n goes
 * into its tokens, and replay=token runs the one schedule instead. Jobs wait in virtual time
 * meanwhile.
 */
void explore_and_observe(void (*program)(void *arg), void *arg,
                         const char *(*predicate)(void *arg));

/* Hands a long text over, behind those handed over before; what is longer than
 * EVIDENCE_DOCUMENT altogether is cut. */
void observe_document(const char *text);

/* Hands job results over, behind those handed over before. */
void observe_results(const JobResult *results, size_t count);

/* The evidence itself, for what the functions above don't cover. */
struct evidence *evidence(void);

/* A catalog made from arg_seed() and the arguments count (default 8), lookup_us (2000) and
 * hash_rounds (20), with room for its results. Freed with the process. */
struct job_set {
    CatalogEntry *catalog;
    size_t count;
    JobResult *results; /* filled with a pattern that no job produces */
};
struct job_set make_job_set(void);

/*
 * Starts recording jobs, with the orders that the check passed:
 *   fail_index=i    the look-up of catalog[i] fails
 *   kill_index=i    the process that works on catalog[i] is killed
 *   meet_lookups=n, meet_hashes=n    the rendezvous
 */
void trace_jobs(const struct job_set *set);

/*
 * What a process holds. Take stock before the learner's call and observe the difference
 * afterwards, under the keys left_threads, left_children (zombies included),
 * left_descriptors, left_blocks (memory allocated by learner code and not freed) and left_signals
 * (1: what a signal does, or which are blocked, isn't what it was).
 */
struct stock {
    int threads;
    int children;
    int descriptors;
    int64_t blocks;
    uint64_t signals; /* one number over the dispositions and the mask */
};
struct stock take_stock(void);
void observe_leftovers(struct stock before);

#endif
