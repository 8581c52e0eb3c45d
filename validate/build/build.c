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
#include <unistd.h>

#include "contract.h"
#include "files.h"
#include "program_unit.h"
#include "unit.h"

#define UNITS_MOST (TASKS_MOST * TASK_FILES_MOST * VARIANTS)

/* Everything that is under way in one call of build_tasks. */
struct work {
    struct build_places *places;
    struct build *builds;
    int build_count;
    struct unit *units;
    int unit_count;
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

static int make_places(struct work *work)
{
    char name[32], path[PATH_MAX];
    name_source(work->places, name, sizeof name);
    make_path(work->places->probes, "%s/build/probes/%s", work->places->root, name);
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

/* ---- units ------------------------------------------------------------------------------------ */

static void add_unit(struct work *work, struct build *build, const char *file,
                     enum variant variant)
{
    struct unit *unit = &work->units[work->unit_count++];
    unit->build = build;
    unit->file = file;
    unit->variant = variant;
    make_path(unit->source, "%s/%s/%s", work->places->from, build->task->folder, file);
    make_path(unit->stem, "%s/%s/%.*s.%s", work->places->probes, build->task->name,
              (int)strlen(file) - 2, file, variant_name(variant));
}

/* All plain units of a task stand together, then those of the other variants. */
static void make_units(struct work *work)
{
    for (int b = 0; b < work->build_count; b++) {
        struct build *build = &work->builds[b];
        for (int v = 0; v < (build->races ? VARIANTS : 1); v++)
            for (int f = 0; f < build->task->file_count; f++)
                add_unit(work, build, build->task->files[f], (enum variant)v);
    }
}

static void compile_units(struct work *work)
{
    struct command *commands = calloc(UNITS_MOST, sizeof *commands);
    int owner[UNITS_MOST] = {0}, count = 0;
    for (int i = 0; i < work->unit_count; i++) {
        struct unit *unit = &work->units[i];
        unit_inspect(unit);
        if (unit->build->status != BUILD_OK || !commands)
            continue;
        unit_prepare(unit, work->places);
        if (unit->fresh)
            continue;
        owner[count] = i;
        commands[count++] = unit->compile;
    }
    bool ran = commands && run_commands(commands, count, processors()) == 0;
    for (int i = 0; i < count; i++)
        work->units[owner[i]].compile = commands[i];
    for (int i = 0; i < work->unit_count; i++) {
        struct unit *unit = &work->units[i];
        if (!ran)
            lab_failed(unit->build, "the compiler could not be started: %s",
                       strerror(errno));
        else if (unit->build->status == BUILD_OK)
            unit_finish(unit, work->places);
        command_free(&unit->compile);
    }
    free(commands);
}

/* ---- probes ------------------------------------------------------------------------------------ */

/* A probe to link. */
struct probe {
    struct build *build;
    enum variant variant;
    struct unit *units; /* its learner's files */
    int count;
    char path[PATH_MAX];
    char key_file[PATH_MAX];
    struct key key;
    bool fresh;
};

/* The explorer watches learner code; the lab's own is the plain one. */
static void lab_object(const struct work *work, const struct probe *probe,
                       const char *name, char path[PATH_MAX])
{
    enum variant variant =
        probe->variant == VARIANT_EXPLORED ? VARIANT_PLAIN : probe->variant;
    make_path(path, "%s/build/obj/%s/%s.o", work->places->root, variant_name(variant),
              name);
}

/* Over the learner's objects and the lab's. */
static bool probe_key(const struct work *work, struct probe *probe)
{
    char path[PATH_MAX];
    bool all = true;
    probe->key = key_begin();
    for (int i = 0; i < probe->count; i++) {
        char text[24];
        snprintf(text, sizeof text, "%llx", (unsigned long long)probe->units[i].key.hash);
        key_add_text(&probe->key, text);
    }
    lab_object(work, probe, probe->build->task->folder, path);
    all &= key_add_stamp(&probe->key, path);
    lab_object(work, probe, "jobs", path);
    all &= key_add_stamp(&probe->key, path);
    if (probe->variant == VARIANT_EXPLORED) {
        make_path(path, "%s/" PROGRAM_CALLS, work->places->root);
        all &= key_add_stamp(&probe->key, path);
    }
    make_path(path, "%s/build/obj/libprobe.a", work->places->root);
    return all & key_add_stamp(&probe->key, path);
}

static void find_probe(const struct work *work, struct probe *probe)
{
    make_path(probe->path, "%s/%s/probe.%s", work->places->probes,
              probe->build->task->name, variant_name(probe->variant));
    make_path(probe->key_file, "%s.key", probe->path);
    if (!probe_key(work, probe))
        lab_failed(probe->build,
                   "the lab's own objects for this task are missing; try `make`");
    probe->fresh =
        key_matches(probe->key, probe->key_file) && access(probe->path, X_OK) == 0;
}

/* The explorer puts static variables back before each schedule, those between the markers. */
static void add_marker(const struct work *work, const struct probe *probe,
                       const char *name, struct command *gcc)
{
    if (probe->variant == VARIANT_EXPLORED)
        command_add(gcc, "%s/build/obj/explorer/%s.o", work->places->root, name);
}

/* Linked at fixed addresses, so that an address in the evidence names a line; libraries that a
 * task doesn't use aren't loaded. */
static void prepare_link(const struct work *work, const struct probe *probe,
                         struct command *gcc)
{
    char path[PATH_MAX];
    command_add(gcc, "gcc");
    command_add(gcc, "-no-pie");
    command_add(gcc, "-pthread");
    if (probe->variant == VARIANT_SANITIZED)
        command_add(gcc, "-fsanitize=thread");
    add_marker(work, probe, "program_begin", gcc);
    for (int i = 0; i < probe->count; i++) {
        unit_path(&probe->units[i], ".o", path);
        command_add(gcc, "%s", path);
    }
    add_marker(work, probe, "program_end", gcc);
    add_marker(work, probe, "ranges", gcc);
    lab_object(work, probe, probe->build->task->folder, path);
    command_add(gcc, "%s", path);
    lab_object(work, probe, "jobs", path);
    command_add(gcc, "%s", path);
    command_add(gcc, "%s/build/obj/libprobe.a", work->places->root);
    command_add(gcc, "-Wl,--as-needed");
    command_add(gcc, "-lcurl");
    command_add(gcc, "-lcjson");
    command_add(gcc, "-lm");
    command_add(gcc, "-o");
    command_add(gcc, "%s.new", probe->path);
}

/* ld says ".../learner:sync.c:17: undefined reference to `pthred_join'". A name that nobody defines
 * is a typo more often than not, and gcc has warned about it. */
static void refuse_link(struct probe *probe, const char *output)
{
    static const char undefined[] = "undefined reference to `";
    char file[TASK_NAME] = "", name[128] = "";
    int line = 0;
    const char *at = strstr(output, undefined);
    const char *place = strstr(output, "learner:");
    if (at)
        sscanf(at + strlen(undefined), "%127[^']", name);
    if (place && at && place < at)
        sscanf(place, "learner:%47[^:]:%d", file, &line);
    if (!name[0])
        refuse(probe->build, probe->build->task->files[0], 0,
               "your code can't be linked: %.300s", output);
    else if (line > 0)
        refuse(
            probe->build, file, line,
            "%s, line %d: there is no function %s; a typo, or a function not written yet",
            file, line, name);
    else
        refuse(probe->build, probe->build->task->files[0], 0,
               "there is no function %s; a typo, or a function not written yet", name);
}

/* A probe that is running keeps the old file: the new one takes its name. */
static void finish_link(struct probe *probe, const struct command *gcc)
{
    char made[PATH_MAX];
    make_path(made, "%s.new", probe->path);
    if (gcc->status != 0)
        refuse_link(probe, gcc->output ? gcc->output : "");
    else if (rename(made, probe->path) != 0 ||
             key_store(probe->key, probe->key_file) != 0)
        cannot_write(probe->build, probe->path);
}

static int collect_probes(struct work *work, struct probe *probes)
{
    int count = 0;
    for (int u = 0; u < work->unit_count;) {
        struct unit *first = &work->units[u];
        struct probe *probe = &probes[count];
        *probe = (struct probe){.build = first->build,
                                .variant = first->variant,
                                .units = first,
                                .count = first->build->task->file_count};
        u += probe->count;
        if (probe->build->status != BUILD_OK)
            continue;
        find_probe(work, probe);
        count++;
    }
    return count;
}

/* The contract is checked on the plain objects, once for all variants. */
static void check_and_redirect(struct work *work, struct probe *probes, int count)
{
    for (int i = 0; i < count; i++) {
        struct probe *probe = &probes[i];
        if (probe->fresh || probe->build->status != BUILD_OK)
            continue;
        struct unit *plain = probe->units - (int)probe->variant * probe->count;
        check_contract(probe->build, plain, probe->count, work->places);
        for (int u = 0; u < probe->count && probe->build->status == BUILD_OK; u++)
            redirect_unit(&probe->units[u], work->places);
    }
}

static void link_probes(struct work *work)
{
    struct probe *probes = calloc(TASKS_MOST * VARIANTS, sizeof *probes);
    struct command *commands = calloc(TASKS_MOST * VARIANTS, sizeof *commands);
    int owner[TASKS_MOST * VARIANTS], linked = 0;
    int count = probes && commands ? collect_probes(work, probes) : 0;
    check_and_redirect(work, probes, count);
    for (int i = 0; i < count; i++) {
        if (probes[i].fresh || probes[i].build->status != BUILD_OK)
            continue;
        owner[linked] = i;
        prepare_link(work, &probes[i], &commands[linked++]);
    }
    bool ran = run_commands(commands, linked, processors()) == 0;
    for (int i = 0; i < linked; i++) {
        if (ran)
            finish_link(&probes[owner[i]], &commands[i]);
        else
            lab_failed(probes[owner[i]].build, "the linker could not be started");
        command_free(&commands[i]);
    }
    free(probes);
    free(commands);
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
    if (work.units) {
        make_units(&work);
        compile_units(&work);
        link_probes(&work);
    }
    int failed = work.units ? 0 : -1;
    free(work.units);
    close(lock);
    return failed;
}

void free_build(struct build *build)
{
    free(build->diagnostics);
    build->diagnostics = NULL;
}
