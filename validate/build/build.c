/*
 * build.c - the order of things: inspect, compile all side by side, check names, redirect, link.
 */
#define _GNU_SOURCE
#include "build.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "contract.h"
#include "files.h"
#include "probe_link.h"

#define PROBES_MOST (TASKS_MOST * VARIANTS)
#define UNITS_MOST  (TASKS_MOST * UNIT_KINDS * TASK_FILES_MOST)
#define STEPS_MOST  (PROBES_MOST + UNITS_MOST)

/* A unit to compile or a probe to link. */
struct step {
    struct build *build;
    struct unit *unit; /* NULL: a probe */
    struct probe *probe;
    enum { STEP_WAITS, STEP_RUNS, STEP_ENDED, STEP_FINISHED } state;
    bool first; /* of its build */
};

/* Everything that is under way in one call of build_tasks. */
struct work {
    struct build_places *places;
    struct build *builds;
    int build_count;
    struct unit *units;
    int unit_count;
    struct probe *probes;
    int probe_count;
    struct step *steps; /* build by build, each in the order that it is finished in */
    int step_count;
    double began; /* CLOCK_MONOTONIC, seconds */
};

/* ---- places --------------------------------------------------------------------------------- */

/* tasks/ and solutions/ by name, any other folder by a hash of its path. */
static void name_source(const struct build_places *places, char *name, size_t size)
{
    char *real = realpath(places->from, NULL);
    char *root = realpath(places->root, NULL);
    size_t length = root ? strlen(root) : 0;
    struct key key = key_begin();
    key_add_text(&key, real ? real : places->from);
    if (real && root && strncmp(real, root, length) == 0 &&
        (strcmp(real + length, "/tasks") == 0 ||
         strcmp(real + length, "/solutions") == 0))
        snprintf(name, size, "%s", real + length + 1);
    else
        snprintf(name, size, "%016llx", (unsigned long long)key.hash);
    free(real);
    free(root);
}

void build_find_places(struct build_places *places)
{
    char name[32];
    name_source(places, name, sizeof name);
    make_path(places->probes, "%s/build/probes/%s", places->root, name);
}

static int make_places(struct work *work)
{
    char path[PATH_MAX];
    build_find_places(work->places);
    for (int i = 0; i < work->build_count; i++) {
        make_path(path, "%s/%s", work->places->probes, work->builds[i].task->name);
        if (make_folders(path) != 0)
            return -1;
    }
    return 0;
}

/* Two validators at once must not write the same objects: the second waits. */
static int lock_places(const struct work *work)
{
    char path[PATH_MAX];
    make_path(path, "%s/lock", work->places->probes);
    int lock = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0644);
    if (lock >= 0 && flock(lock, LOCK_EX) == 0)
        return lock;
    if (lock >= 0)
        close(lock);
    return -1;
}

/* ---- steps ------------------------------------------------------------------------------------ */

static struct step *add_step(struct work *work, struct build *build, bool first)
{
    struct step *step = &work->steps[work->step_count++];
    step->build = build;
    step->first = first;
    return step;
}

static struct unit *add_unit(struct work *work, struct build *build, const char *file,
                             enum unit_kind kind)
{
    struct unit *unit = &work->units[work->unit_count++];
    unit->build = build;
    unit->file = file;
    unit->kind = kind;
    make_path(unit->source, "%s/%s/%s", work->places->from, build->task->folder, file);
    make_path(unit->stem, "%s/%s/%.*s", work->places->probes, build->task->name,
              (int)strlen(file) - 2, file);
    return unit;
}

/* The units of a probe, unless the one before has the same, then the probe. Those of the plain one come
 * first: they are what the contract is checked on, and their diagnostics are shown. */
static void add_probe(struct work *work, struct build *build, enum variant variant)
{
    struct probe *probe = &work->probes[work->probe_count++];
    probe->build = build;
    probe->variant = variant;
    probe->count = build->task->file_count;
    probe->units = &work->units[work->unit_count];
    if (variant == VARIANT_SANITIZED)
        probe->units = probe[-1].units;
    else
        for (int f = 0; f < probe->count; f++)
            add_step(work, build, variant == VARIANT_PLAIN && f == 0)->unit =
                add_unit(work, build, build->task->files[f], unit_kind_of(variant));
    add_step(work, build, false)->probe = probe;
}

static void plan(struct work *work)
{
    for (int b = 0; b < work->build_count; b++)
        for (int v = 0; v < (work->builds[b].races ? VARIANTS : 1); v++)
            add_probe(work, &work->builds[b], (enum variant)v);
}

static struct command *command_of(struct step *step)
{
    return step->unit ? &step->unit->compile : &step->probe->link;
}

/* Returns false when there is nothing to run. */
static bool prepare_unit(struct work *work, struct unit *unit)
{
    if (unit->kind == UNIT_PLAIN) /* the others are of the same file */
        unit_inspect(unit);
    if (unit->build->status != BUILD_OK)
        return false;
    unit_prepare(unit, work->places);
    return !unit->fresh;
}

/* The contract is checked on the plain objects, once for all variants. Returns false when there is
 * nothing to run. */
static bool prepare_probe(struct work *work, struct probe *probe)
{
    probe_find(probe, work->places);
    if (probe->fresh || probe->build->status != BUILD_OK)
        return false;
    struct unit *plain = probe->units - (int)unit_kind_of(probe->variant) * probe->count;
    check_contract(probe->build, plain, probe->count, work->places);
    probe_prepare(probe, work->places);
    return probe->build->status == BUILD_OK;
}

static void start_step(struct work *work, struct step *step)
{
    step->state = STEP_ENDED;
    if (step->build->status != BUILD_OK ||
        !(step->unit ? prepare_unit(work, step->unit) : prepare_probe(work, step->probe)))
        return;
    if (start_command(command_of(step)) == 0)
        step->state = STEP_RUNS;
    else
        lab_failed(step->build, "the %s could not be started: %s",
                   step->unit ? "compiler" : "linker", strerror(errno));
}

static double now_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Links overlap with compiling: what counts as linking is what comes after. */
static void note_time(const struct work *work, const struct step *step)
{
    double seconds = now_seconds() - work->began;
    if (step->unit && !step->unit->fresh)
        step->build->compiling = seconds;
    else if (step->probe && !step->probe->fresh)
        step->build->linking = seconds - step->build->compiling;
}

static void tell_ready(const struct work *work, const struct probe *probe)
{
    if (work->places->probe_ready && probe->build->status == BUILD_OK)
        work->places->probe_ready(probe->build, probe->variant, work->places->context);
}

static void finish_step(struct work *work, struct step *step)
{
    step->state = STEP_FINISHED;
    note_time(work, step);
    if (step->build->status == BUILD_OK) {
        if (step->unit)
            unit_finish(step->unit, work->places);
        else if (!step->probe->fresh)
            probe_finish(step->probe);
    }
    if (step->probe)
        tell_ready(work, step->probe);
    command_free(command_of(step));
}

/* A unit has its turn when the units before it are finished, a probe when all steps are. */
static bool has_its_turn(const struct step *step)
{
    for (const struct step *s = step; !s->first;)
        if ((--s)->state != STEP_FINISHED && (s->unit || step->probe))
            return false;
    return true;
}

/* In order, build by build: of two mistakes the same one is told each time. But a unit doesn't wait for
 * a probe of other units: whatever is wrong with the learner's file is seen in those, or in linking. */
static void finish_steps(struct work *work)
{
    for (int i = 0; i < work->step_count; i++) {
        struct step *step = &work->steps[i];
        if (step->state == STEP_ENDED && has_its_turn(step))
            finish_step(work, step);
    }
}

/* Is what the probe is made of finished? */
static bool can_be_linked(const struct step *step)
{
    do
        step--;
    while (step->probe);
    return step->state == STEP_FINISHED;
}

/* A probe can be linked once what it is made of is finished, and is before anything else is compiled. */
static struct step *next_step(struct work *work)
{
    struct step *next = NULL;
    for (int i = 0; i < work->step_count; i++) {
        struct step *step = &work->steps[i];
        if (step->state != STEP_WAITS)
            continue;
        if (step->probe && can_be_linked(step))
            return step;
        if (step->unit && !next)
            next = step;
    }
    return next;
}

static int list_running(struct work *work, struct step **steps, struct command **commands)
{
    int count = 0;
    for (int i = 0; i < work->step_count; i++) {
        if (work->steps[i].state != STEP_RUNS)
            continue;
        steps[count] = &work->steps[i];
        commands[count++] = command_of(&work->steps[i]);
    }
    return count;
}

static void run_steps(struct work *work)
{
    struct step *steps[STEPS_MOST], *next;
    struct command *commands[STEPS_MOST];
    for (;;) {
        finish_steps(work);
        int running = list_running(work, steps, commands);
        if (running < processors() && (next = next_step(work)))
            start_step(work, next);
        else if (running > 0)
            steps[wait_for_command(commands, running)]->state = STEP_ENDED;
        else
            return;
    }
}

int build_tasks(struct build_places *places, struct build *builds, int count)
{
    struct work work = {.places = places, .builds = builds, .build_count = count};
    if (make_places(&work) != 0)
        return -1;
    int lock = lock_places(&work);
    if (lock < 0)
        return -1;
    work.units = calloc(UNITS_MOST, sizeof *work.units);
    work.probes = calloc(PROBES_MOST, sizeof *work.probes);
    work.steps = calloc(STEPS_MOST, sizeof *work.steps);
    int failed = work.units && work.probes && work.steps ? 0 : -1;
    if (!failed) {
        work.began = now_seconds();
        plan(&work);
        run_steps(&work);
    }
    free(work.units);
    free(work.probes);
    free(work.steps);
    close(lock);
    return failed;
}

void free_build(struct build *build)
{
    free(build->diagnostics);
    build->diagnostics = NULL;
}
