/*
 * inspect.c - the order of things: the text as it stands, what it includes, the tokens that the
 * preprocessor makes of it (only where the text has means to hide some), the names in the object.
 */
#define _GNU_SOURCE
#include "inspect.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "elf_object.h"
#include "files.h"
#include "inspect_names.h"
#include "inspect_text.h"
#include "inspect_tokens.h"

#define TEXT_LIMIT   (1u << 20)
#define OUTPUT_LIMIT (64u << 20) /* bytes: what the largest headers make of a file */

/* ---- files that it includes ---------------------------------------------------------------------- */

/* Is the file in that folder, or, with `name`, that very file? Links are followed: only where a file
 * really lies counts. */
static bool lies_in(const char *file, const char *folder, const char *name)
{
    char wanted[PATH_MAX];
    char *real = realpath(file, NULL), *base = realpath(folder, NULL);
    bool found = false;
    if (real && base) {
        make_path(wanted, "%s/%s", base, name);
        found = strncmp(real, wanted, strlen(wanted)) == 0 &&
                (*name == '\0' || real[strlen(wanted)] == '\0');
    }
    free(real);
    free(base);
    return found;
}

enum origin { THE_LEARNERS, THE_LABS, SOMEBODY_ELSES };

static enum origin origin_of(const struct unit *unit, const struct build_places *places,
                             const char *file)
{
    char folder[PATH_MAX];
    const char *task = unit->build->task->folder;
    if (lies_in(file, make_path(folder, "%s/%s", places->from, task), ""))
        return THE_LEARNERS;
    make_path(folder, "%s/runner", places->root);
    if (lies_in(file, folder, "jobs.h") || lies_in(file, folder, "ai_client.h"))
        return THE_LABS;
    make_path(folder, "%s/tasks/%s", places->root, task);
    if (lies_in(file, folder, "") && strcmp(file + strlen(file) - 2, ".h") == 0)
        return THE_LABS;
    return SOMEBODY_ELSES;
}

/* What is looked at in each file that the compiler read. */
struct reading {
    struct unit *unit;
    const struct build_places *places;
    bool hides; /* some text has means to hide tokens */
};

static bool read_file_of(const char *path, void *context)
{
    struct reading *reading = context;
    struct unit *unit = reading->unit;
    struct text_finding found;
    switch (origin_of(unit, reading->places, path)) {
    case THE_LABS:
        return true;
    case SOMEBODY_ELSES:
        refuse(unit->build, unit->file, 0,
               "%s includes %s; your code may include the C library's headers, those "
               "beside it, jobs.h and its contract",
               unit->file, path);
        return false;
    case THE_LEARNERS:
        break;
    }
    char *text = read_file(path, TEXT_LIMIT, NULL);
    if (!text)
        return true; /* the compiler could read it a moment ago; it is compiled anew next time */
    found = text_look(text);
    free(text);
    reading->hides |= found.may_hide;
    if (found.refused)
        refuse(unit->build, unit->file, found.line, "%s, line %d: %s", unit->file,
               found.line, found.refused);
    return !found.refused;
}

/* ---- the preprocessor's tokens --------------------------------------------------------------------- */

static void look_at_tokens(struct unit *unit, const struct build_places *places)
{
    struct command cpp = {0};
    char path[PATH_MAX];
    char *text = NULL;
    unit_path(unit, ".i", path);
    unit_preprocess(unit, places, &cpp);
    if (run_commands(&cpp, 1, 1) == 0 && cpp.status == 0)
        text = read_file(path, OUTPUT_LIMIT, NULL);
    if (!text) {
        lab_failed(unit->build, "the preprocessor failed: %.300s",
                   cpp.output && *cpp.output ? cpp.output : strerror(errno));
    } else {
        struct token_finding found = tokens_look(text);
        if (found.refused[0])
            refuse(unit->build, unit->file, found.line, "%s, line %d: %s", unit->file,
                   found.line, found.refused);
    }
    free(text);
    command_free(&cpp);
}

/* ---- the whole ---------------------------------------------------------------------------------------- */

static void look_at_names(struct unit *unit, const struct build_places *places)
{
    char path[PATH_MAX];
    struct elf_object object;
    unit_path(unit, ".raw.o", path);
    if (elf_read(path, &object) != 0) {
        lab_failed(unit->build, "can't read the names in %s: %s", path, strerror(errno));
        return;
    }
    inspect_names(unit, places, &object);
    elf_free(&object);
}

void inspect_unit(struct unit *unit, const struct build_places *places)
{
    char path[PATH_MAX];
    struct reading reading = {.unit = unit, .places = places};
    unit_path(unit, ".d", path);
    if (!dependencies_visit(path, read_file_of, &reading) &&
        unit->build->status == BUILD_OK)
        lab_failed(unit->build, "can't read %s", path);
    if (unit->build->status == BUILD_OK && reading.hides)
        look_at_tokens(unit, places);
    if (unit->build->status == BUILD_OK)
        look_at_names(unit, places);
}
