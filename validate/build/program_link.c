#define _GNU_SOURCE
#include "program_link.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "elf_object.h"
#include "files.h"

/* ---- what the linker complains about ---------------------------------------------------------- */

/*
 * The complaint is about renamed symbols. So the objects are linked once more as the compiler made
 * them, and what is told is the complaint about that.
 */

/* The hooks that the compiler calls, for the linker: names that are somewhere. */
static void define_hooks(FILE *out, const struct program_unit *unit)
{
    struct elf_object object;
    char path[PATH_MAX];
    program_unit_path(unit, ".raw.o", path);
    if (elf_read(path, &object) != 0)
        return;
    for (size_t i = 0; i < object.count; i++) {
        const char *name = object.symbols[i].name;
        if (!object.symbols[i].defined && (strncmp(name, "__tsan_", 7) == 0 ||
                                           strncmp(name, "__sanitizer_cov_", 16) == 0))
            fprintf(out, "PROVIDE(%s = 0);\n", name);
    }
    elf_free(&object);
}

/* A linker script may stand among the objects. Returns 0 or -1. */
static int write_hooks(const struct built_program *program,
                       const struct program_unit *units, const char *path)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return -1;
    for (int i = 0; i < program->file_count; i++)
        define_hooks(out, &units[i]);
    int failed = fclose(out) != 0 || write_file(path, text, size) != 0 ? -1 : 0;
    free(text);
    return failed;
}

/* Links the objects as they were. Returns 0 with the outcome in gcc; or -1. */
static int link_plainly(const struct built_program *program,
                        const struct program_unit *units, struct command *gcc)
{
    char path[PATH_MAX];
    command_add(gcc, "gcc");
    command_add(gcc, "-no-pie");
    command_add(gcc, "-pthread");
    for (int i = 0; i < program->file_count; i++) {
        program_unit_path(&units[i], ".raw.o", path);
        command_add(gcc, "%s", path);
    }
    make_path(path, "%s/hooks.ld", program->folder);
    if (write_hooks(program, units, path) != 0)
        return -1;
    command_add(gcc, "%s", path);
    program_add_flags(gcc, program, true);
    command_add(gcc, "-lm");
    command_add(gcc, "-o");
    command_add(gcc, "%s/plain", program->folder);
    return run_commands(gcc, 1, 1);
}

/* The name between the quotes behind `what`. Returns false if the output doesn't say that. */
static bool quoted_behind(const char *output, const char *what, char *name, size_t size)
{
    const char *at = strstr(output, what);
    if (!at)
        return false;
    at += strlen(what);
    at += strcspn(at, "`'") + 1;
    snprintf(name, size, "%.*s", (int)strcspn(at, "'"), at);
    return name[0] != '\0';
}

/* Puts `to` in the place of each `from`. Takes the text, returns a new one; NULL: out of memory. */
static char *replace_all(char *text, const char *from, const char *to)
{
    char *changed = NULL, *at = text;
    size_t size;
    FILE *out = text ? open_memstream(&changed, &size) : NULL;
    for (char *found; out && (found = strstr(at, from)); at = found + strlen(from))
        fprintf(out, "%.*s%s", (int)(found - at), at, to);
    if (out) {
        fputs(at, out);
        fclose(out);
    }
    free(text);
    return changed;
}

/* What the linker said, with the learner's files in the place of the lab's. */
static char *in_learners_terms(const struct built_program *program,
                               const struct program_unit *units, const char *said)
{
    char path[PATH_MAX];
    char *text = strdup(said);
    for (int i = 0; i < program->file_count; i++) {
        program_unit_path(&units[i], ".raw.o", path);
        text = replace_all(text, path, units[i].source);
    }
    if (getcwd(path, sizeof path - 1))
        text = replace_all(text, strcat(path, "/"), "");
    text = replace_all(text, "/usr/bin/ld: ", "");
    return replace_all(text, "collect2: error: ld returned 1 exit status\n", "");
}

static void explain_link(struct built_program *program, const struct program_unit *units,
                         const char *output)
{
    struct command gcc = {0};
    char name[128];
    int ran = link_plainly(program, units, &gcc);
    const char *said = ran == 0 && gcc.output ? gcc.output : "";
    if (ran == 0 && gcc.status == 0)
        fail_program(program, PROGRAM_LAB_FAILED,
                     "the program can't be linked with the explorer");
    else if (quoted_behind(said, "undefined reference to", name, sizeof name))
        fail_program(program, PROGRAM_REFUSED,
                     "nobody defines %s: a typo, or a file or -l library that is missing",
                     name);
    else if (quoted_behind(said, "multiple definition of", name, sizeof name))
        fail_program(program, PROGRAM_REFUSED, "%s is defined more than once", name);
    else
        fail_program(program, PROGRAM_REFUSED, "the program can't be linked");
    program->diagnostics =
        in_learners_terms(program, units, ran == 0 && gcc.status != 0 ? said : output);
    command_free(&gcc);
}

/* ---- linking ---------------------------------------------------------------------------------- */

static void add_part_of_lab(struct command *gcc, const struct built_program *program,
                            const char *name)
{
    command_add(gcc, "%s/%s", program->root, name);
}

static void prepare_link(const struct built_program *program,
                         const struct program_unit *units, int unmodelled,
                         struct command *gcc)
{
    char path[PATH_MAX];
    command_add(gcc, "gcc");
    command_add(gcc, "-no-pie");
    command_add(gcc, "-pthread");
    add_part_of_lab(gcc, program, PROGRAM_BEGIN);
    for (int i = 0; i < program->file_count; i++) {
        program_unit_path(&units[i], ".o", path);
        command_add(gcc, "%s", path);
    }
    add_part_of_lab(gcc, program, PROGRAM_END);
    if (unmodelled > 0)
        command_add(gcc, "%s/unmodelled.s", program->folder);
    add_part_of_lab(gcc, program, PROGRAM_LIBRARY);
    command_add(gcc, "-Wl,--as-needed");
    program_add_flags(gcc, program, true);
    command_add(gcc, "-lm");
    command_add(gcc, "-o");
    command_add(gcc, "%s.new", program->path);
}

/* One that is running keeps its file: the new one takes its name. */
void program_link(struct built_program *program, const struct program_unit *units,
                  int unmodelled)
{
    struct command gcc = {0};
    char made[PATH_MAX];
    make_path(made, "%s.new", program->path);
    prepare_link(program, units, unmodelled, &gcc);
    if (run_commands(&gcc, 1, 1) != 0)
        fail_program(program, PROGRAM_LAB_FAILED, "the linker can't be started: %s",
                     strerror(errno));
    else if (gcc.status != 0)
        explain_link(program, units, gcc.output ? gcc.output : "");
    else if (rename(made, program->path) != 0)
        fail_program(program, PROGRAM_LAB_FAILED, "can't write %s: %s", program->path,
                     strerror(errno));
    command_free(&gcc);
}
