/*
 * random.c - rand, random, drand48 and their relatives.
 *
 * The same numbers in every schedule. Each thread has generators of its own, so that what it
 * draws doesn't depend on the order in which threads draw: T0 gets what the real functions
 * would give it, others get other sequences, which begin from the last seed that anybody
 * had set before their first number.
 */
#include "random.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "library.h"
#include "models.h"
#include "schedule.h"

#define STATE_SIZE    128         /* bytes: that of glibc's default generator */
#define THREAD_FACTOR 2654435761u /* spreads thread numbers over the seeds */

struct generator {
    uint64_t schedule; /* the one it was seeded in; of another, it is stale */
    struct random_data data;
    char state[STATE_SIZE];
};

struct generator48 {
    uint64_t schedule; /* as above */
    struct drand48_data data;
};

static struct generator generators[EXPLORE_MAX_THREADS];
static struct generator48 generators48[EXPLORE_MAX_THREADS];
static uint64_t current = 1; /* number of the schedule */
static unsigned seed = 1;    /* the last one set */
static long seed48_value;    /* the same of drand48 */

void random_reset(void)
{
    current++;
    seed = 1;
    seed48_value = 0;
}

static uint32_t own_id(void)
{
    return explore_is_running() ? schedule.current->id : 0;
}

static void begin(struct generator *generator, uint32_t id)
{
    memset(&generator->data, 0, sizeof generator->data);
    initstate_r(seed + id * THREAD_FACTOR, generator->state, STATE_SIZE,
                &generator->data);
    generator->schedule = current;
}

static long draw(void)
{
    uint32_t id = own_id();
    struct generator *generator = &generators[id];
    int32_t number;
    if (generator->schedule != current)
        begin(generator, id);
    random_r(&generator->data, &number);
    return number;
}

static void set_seed(unsigned value)
{
    uint32_t id = own_id();
    seed = value;
    begin(&generators[id], id);
}

int explore_rand(void)
{
    CALL_SITE();
    return (int)draw();
}

void explore_srand(unsigned value)
{
    CALL_SITE();
    set_seed(value);
}

long explore_random(void)
{
    CALL_SITE();
    return draw();
}

void explore_srandom(unsigned value)
{
    CALL_SITE();
    set_seed(value);
}

int explore_rand_r(unsigned *value)
{
    const void *site = CALL_SITE();
    reads(value, sizeof *value, site);
    writes(value, sizeof *value, site);
    return rand_r(value);
}

/* ---- drand48 ---------------------------------------------------------------------- */

static void begin48(struct generator48 *generator, uint32_t id)
{
    srand48_r(seed48_value + (long)(id * THREAD_FACTOR), &generator->data);
    generator->schedule = current;
}

static struct drand48_data *generator48(void)
{
    uint32_t id = own_id();
    if (generators48[id].schedule != current)
        begin48(&generators48[id], id);
    return &generators48[id].data;
}

void explore_srand48(long value)
{
    uint32_t id = own_id();
    CALL_SITE();
    seed48_value = value;
    begin48(&generators48[id], id);
}

double explore_drand48(void)
{
    double number;
    CALL_SITE();
    drand48_r(generator48(), &number);
    return number;
}

long explore_lrand48(void)
{
    long number;
    CALL_SITE();
    lrand48_r(generator48(), &number);
    return number;
}

long explore_mrand48(void)
{
    long number;
    CALL_SITE();
    mrand48_r(generator48(), &number);
    return number;
}

static unsigned short *reads_state(unsigned short state[3], const void *site)
{
    reads(state, 3 * sizeof *state, site);
    writes(state, 3 * sizeof *state, site);
    return state;
}

double explore_erand48(unsigned short state[3])
{
    double number;
    erand48_r(reads_state(state, CALL_SITE()), generator48(), &number);
    return number;
}

long explore_nrand48(unsigned short state[3])
{
    long number;
    nrand48_r(reads_state(state, CALL_SITE()), generator48(), &number);
    return number;
}

long explore_jrand48(unsigned short state[3])
{
    long number;
    jrand48_r(reads_state(state, CALL_SITE()), generator48(), &number);
    return number;
}
