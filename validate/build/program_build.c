/*
 * program_build.c - the order of things: inspect, compile what isn't fresh, rename, link.
 */
#define _GNU_SOURCE
#include "program_build.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "elf_object.h"
#include "files.h"
#include "program_link.h"
#include "program_names.h"
#include "program_unit.h"

/* Everything that is under way in one call of build_program. */
struct work {
    struct built_program *program;
    struct program_unit units[PROGRAM_FILES_MOST];
    struct key key; /* over all that the executable is made of */
    char key_file[PATH_MAX];
};

/* ---- places ----------------------------------------------------------------------------------- */

/* A folder for each command: the same files with other flags are another program. */
static int make_place(struct built_program *program)
{
    char *here = getcwd(NULL, 0);
    struct key key = key_begin();
    key_add_text(&key, here ? here : "");
    free(here);
    for (int i = 0; i < program->file_count; i++)
        key_add_text(&key, program->files[i]);
    key_add_text(&key, "--");
    for (int i = 0; i < program->flag_count; i++)
        key_add_text(&key, program->flags[i]);
    make_path(program->folder, "%s/build/explore/%016llx", program->root,
              (unsigned long long)key.hash);
    make_path(program->path, "%s/program", program->folder);
    return make_folders(program->folder);
}

static int open_lock(struct built_program *program)
{
    char path[PATH_MAX];
    make_path(path, "%s/lock", program->folder);
    program->lock = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0644);
    return program->lock >= 0 ? flock(program->lock, LOCK_SH) : -1;
}

static void make_units(struct work *work)
{
    struct built_program *program = work->program;
    for (int i = 0; i < program->file_count; i++) {
        struct program_unit *unit = &work->units[i];
        unit->program = program;
        unit->source = program->files[i];
        make_path(unit->stem, "%s/%d", program->folder, i);
        program_unit_inspect(unit);
    }
}

/* ---- what is fresh ---------------------------------------------------------------------------- */

/* Over the program's objects and the lab's. */
static void make_key(struct work *work)
{
    static const char *const parts[] = {PROGRAM_BEGIN, PROGRAM_END, PROGRAM_LIBRARY,
                                        PROGRAM_CALLS};
    struct built_program *program = work->program;
    char path[PATH_MAX], text[24];
    work->key = key_begin();
    for (int i = 0; i < program->file_count; i++) {
        snprintf(text, sizeof text, "%llx", (unsigned long long)work->units[i].key.hash);
        key_add_text(&work->key, text);
    }
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        make_path(path, "%s/%s", program->root, parts[i]);
        if (!key_add_stamp(&work->key, path))
            fail_program(program, PROGRAM_LAB_FAILED, "%s is missing; try `make`",
                         parts[i]);
    }
}

/* Is the executable what the inputs would make? */
static bool is_fresh(struct work *work)
{
    bool fresh = true;
    for (int i = 0; i < work->program->file_count; i++) {
        program_unit_find(&work->units[i]);
        fresh &= work->units[i].fresh;
    }
    make_key(work);
    return fresh && key_matches(work->key, work->key_file) &&
           access(work->program->path, X_OK) == 0;
}

/* ---- all of it -------------------------------------------------------------------------------- */

/* With the lock held for this process alone. Another may have built it meanwhile. */
static void make_program(struct work *work)
{
    struct built_program *program = work->program;
    int unmodelled = 0;
    if (is_fresh(work) || program->status != PROGRAM_BUILT)
        return;
    program_units_compile(work->units, program->file_count);
    if (program->status == PROGRAM_BUILT)
        program_rename(program, work->units, program->file_count, &unmodelled);
    make_key(work);
    if (program->status == PROGRAM_BUILT)
        program_link(program, work->units, unmodelled);
    if (program->status == PROGRAM_BUILT && key_store(work->key, work->key_file) != 0)
        fail_program(program, PROGRAM_LAB_FAILED, "can't write %s: %s", work->key_file,
                     strerror(errno));
}

static void build_in_place(struct work *work)
{
    struct built_program *program = work->program;
    make_path(work->key_file, "%s.key", program->path);
    if (is_fresh(work) || program->status != PROGRAM_BUILT)
        return;
    if (flock(program->lock, LOCK_EX) == 0)
        make_program(work);
    if (flock(program->lock, LOCK_SH) != 0)
        fail_program(program, PROGRAM_LAB_FAILED, "can't lock %s: %s", program->folder,
                     strerror(errno));
}

/* Of the compiler's objects, which the same source makes anywhere. */
static void identify(struct work *work)
{
    struct built_program *program = work->program;
    struct elf_object object;
    char path[PATH_MAX];
    program->identity = 0;
    for (int i = 0; i < program->file_count; i++) {
        program_unit_path(&work->units[i], ".raw.o", path);
        if (elf_read(path, &object) != 0)
            continue;
        program->identity = program->identity * 31 + elf_identity(&object);
        elf_free(&object);
    }
}

void build_program(struct built_program *program)
{
    struct work *work = calloc(1, sizeof *work);
    program->status = PROGRAM_BUILT;
    program->lock = -1;
    if (!work || make_place(program) != 0 || open_lock(program) != 0) {
        fail_program(program, PROGRAM_LAB_FAILED,
                     "can't write below build/ (%s); is the disk full, or build/ "
                     "read-only?",
                     strerror(errno));
        free(work);
        return;
    }
    work->program = program;
    make_units(work);
    if (program->status == PROGRAM_BUILT)
        build_in_place(work);
    if (program->status == PROGRAM_BUILT)
        identify(work);
    free(work);
}

void release_program(struct built_program *program)
{
    free(program->diagnostics);
    program->diagnostics = NULL;
    if (program->lock >= 0)
        close(program->lock);
    program->lock = -1;
}
