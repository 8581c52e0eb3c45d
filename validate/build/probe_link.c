#define _GNU_SOURCE
#include "probe_link.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "contract.h"
#include "files.h"
#include "program_unit.h"
#include "unmodelled.h"

#define RECIPE_LIMIT (64u << 10) /* bytes of a linker's command line */

/* ---- what it is made of ----------------------------------------------------------------------- */

/* The explorer watches learner code; the lab's own is the plain one. */
static const char *lab_variant(const struct probe *probe)
{
    return variant_name(probe->variant == VARIANT_EXPLORED ? VARIANT_PLAIN
                                                           : probe->variant);
}

/* The task's scenarios, the jobs module and what these need of the probe, in one. */
static void lab_object(const struct build_places *places, const struct probe *probe,
                       char path[PATH_MAX])
{
    make_path(path, "%s/build/obj/prelinked/%s/%s.o", places->root, lab_variant(probe),
              probe->build->task->folder);
}

static void recipe_path(const struct build_places *places, const struct probe *probe,
                        char path[PATH_MAX])
{
    make_path(path, "%s/build/obj/link.%s", places->root, lab_variant(probe));
}

/* Over the learner's objects and the lab's. */
static bool probe_key(const struct build_places *places, struct probe *probe)
{
    char path[PATH_MAX];
    bool all = true;
    probe->key = key_begin();
    for (int i = 0; i < probe->count; i++) {
        char text[24];
        snprintf(text, sizeof text, "%llx", (unsigned long long)probe->units[i].key.hash);
        key_add_text(&probe->key, text);
    }
    lab_object(places, probe, path);
    all &= key_add_stamp(&probe->key, path);
    recipe_path(places, probe, path);
    all &= key_add_stamp(&probe->key, path);
    if (probe->variant == VARIANT_EXPLORED) {
        make_path(path, "%s/" PROGRAM_CALLS, places->root);
        all &= key_add_stamp(&probe->key, path);
        make_path(path, "%s/build/obj/explorer/hooks.o", places->root);
        all &= key_add_stamp(&probe->key, path);
    }
    make_path(path, "%s/build/obj/liblazy.a", places->root);
    all &= key_add_stamp(&probe->key, path);
    make_path(path, "%s/build/obj/libprobe.a", places->root);
    return all & key_add_stamp(&probe->key, path);
}

void probe_find(struct probe *probe, const struct build_places *places)
{
    make_path(probe->path, "%s/%s/probe.%s", places->probes, probe->build->task->name,
              variant_name(probe->variant));
    make_path(probe->key_file, "%s.key", probe->path);
    if (!probe_key(places, probe))
        lab_failed(probe->build,
                   "the lab's own objects for this task are missing; try `make`");
    probe->fresh =
        key_matches(probe->key, probe->key_file) && access(probe->path, X_OK) == 0;
}

/* ---- the linker's command ----------------------------------------------------------------------- */

/* The explorer puts static variables back before each schedule, those between the markers; and its hooks
 * have the names of ThreadSanitizer's, so that they are in no other probe. */
static void add_of_explorer(const struct build_places *places, const struct probe *probe,
                            const char *name, struct command *ld)
{
    if (probe->variant == VARIANT_EXPLORED)
        command_add(ld, "%s/build/obj/explorer/%s.o", places->root, name);
}

/* The functions that calls of the learner's go to which the explorer doesn't know. */
static void add_unmodelled(const struct probe *probe, struct command *ld)
{
    char path[PATH_MAX];
    for (int i = 0; probe->variant == VARIANT_EXPLORED && i < probe->count; i++) {
        unmodelled_object(&probe->units[i], path);
        if (path[0])
            command_add(ld, "%s", path);
    }
}

static void add_inputs(const struct probe *probe, const struct build_places *places,
                       struct command *ld)
{
    char path[PATH_MAX];
    add_of_explorer(places, probe, "program_begin", ld);
    for (int i = 0; i < probe->count; i++) {
        unit_object(&probe->units[i], probe->variant, path);
        command_add(ld, "%s", path);
    }
    add_of_explorer(places, probe, "program_end", ld);
    add_unmodelled(probe, ld);
    add_of_explorer(places, probe, "ranges", ld);
    add_of_explorer(places, probe, "hooks", ld);
    lab_object(places, probe, path);
    command_add(ld, "%s", path);
    command_add(ld, "%s/build/obj/libprobe.a", places->root);
    command_add(ld, "%s/build/obj/liblazy.a", places->root);
}

/* The recipe is what gcc would have told ld, a word a line. */
static void prepare_link(struct probe *probe, const struct build_places *places)
{
    char path[PATH_MAX];
    recipe_path(places, probe, path);
    char *recipe = read_file(path, RECIPE_LIMIT, NULL), *next = recipe;
    if (!recipe) {
        lab_failed(probe->build, "can't read %s (%s); try `make clean`, then again", path,
                   strerror(errno));
        return;
    }
    for (char *word; (word = strtok_r(next, "\n", &next));) {
        if (strcmp(word, "INPUTS") == 0)
            add_inputs(probe, places, &probe->link);
        else if (strcmp(word, "OUTPUT") == 0)
            command_add(&probe->link, "%s.new", probe->path);
        else
            command_add(&probe->link, "%s", word);
    }
    free(recipe);
}

void probe_prepare(struct probe *probe, const struct build_places *places)
{
    for (int u = 0; u < probe->count && probe->build->status == BUILD_OK; u++)
        redirect_unit(&probe->units[u], probe->variant, places);
    if (probe->build->status == BUILD_OK)
        prepare_link(probe, places);
}

/* ---- what came of it ------------------------------------------------------------------------------ */

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
void probe_finish(struct probe *probe)
{
    char made[PATH_MAX];
    make_path(made, "%s.new", probe->path);
    if (probe->link.status != 0)
        refuse_link(probe, probe->link.output ? probe->link.output : "");
    else if (rename(made, probe->path) != 0 ||
             key_store(probe->key, probe->key_file) != 0)
        cannot_write(probe->build, probe->path);
}
