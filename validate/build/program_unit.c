#define _GNU_SOURCE
#include "program_unit.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "files.h"
#include "plain_words.h"

#define SOURCE_LIMIT (4u << 20) /* bytes */

void program_unit_path(const struct program_unit *unit, const char *ending,
                       char path[PATH_MAX])
{
    make_path(path, "%s%s", unit->stem, ending);
}

void fail_program(struct built_program *program, enum program_status status,
                  const char *message, ...)
{
    va_list values;
    if (program->status != PROGRAM_BUILT)
        return;
    program->status = status;
    va_start(values, message);
    vsnprintf(program->message, sizeof program->message, message, values);
    va_end(values);
}

static void refuse_file(struct program_unit *unit, const char *what)
{
    fail_program(unit->program, PROGRAM_REFUSED, "%s %s", unit->source, what);
}

/* ---- the source file -------------------------------------------------------------------------- */

static bool has_ending(const char *name, const char *const *endings)
{
    const char *dot = strrchr(name, '.');
    for (; dot && *endings; endings++)
        if (strcmp(dot, *endings) == 0)
            return true;
    return false;
}

static const char *reason(int error)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR:
        return "doesn't exist";
    case EISDIR:
        return "is a folder; name the C files in it";
    case EINVAL:
        return "is no regular file";
    case EFBIG:
        return "is larger than 4 MiB, which no C source is";
    case EACCES:
        return "can't be read; look at its permissions";
    default:
        return strerror(error);
    }
}

/* Is there a main with parameters in the text? It is read as a person skims it: good enough for a
 * hint. */
static bool has_main_with_parameters(const char *text)
{
    for (const char *at = text; (at = strstr(at, "main")); at += 4) {
        const char *next = at + 4 + strspn(at + 4, " \t\n");
        bool whole_word =
            at == text || !(isalnum((unsigned char)at[-1]) || at[-1] == '_');
        if (!whole_word || *next != '(')
            continue;
        next += 1 + strspn(next + 1, " \t\n");
        return *next != ')' && strncmp(next, "void", 4) != 0;
    }
    return false;
}

void program_unit_inspect(struct program_unit *unit)
{
    static const char *const c[] = {".c", ".i", NULL};
    static const char *const cpp[] = {".cc", ".cpp", ".cxx", ".C", ".c++", ".ii", NULL};
    size_t size;
    char *text = read_file(unit->source, SOURCE_LIMIT, &size);
    if (!text)
        refuse_file(unit, reason(errno));
    else if (has_ending(unit->source, cpp))
        refuse_file(unit, "is C++; the explorer takes programs in C");
    else if (!has_ending(unit->source, c))
        refuse_file(unit, "is no C file; their names end in .c");
    else if (strspn(text, " \t\r\n") == size)
        refuse_file(unit, "is empty");
    else if (has_main_with_parameters(text))
        unit->program->takes_arguments = true;
    free(text);
}

/* ---- flags ------------------------------------------------------------------------------------ */

/* Debugging information, hooks at each access and each basic block, addresses that don't move. */
static const char *const flags_before[] = {"-std=gnu17", "-O0", "-g", "-w", NULL};
/* What a program's own flags must not undo: common symbols would escape the markers, a tail call
 * would hide the line of a call, an inlined function its frame. */
static const char *const flags_after[] = {"-fno-builtin",
                                          "-fno-pie",
                                          "-fno-common",
                                          "-fno-lto",
                                          "-fno-omit-frame-pointer",
                                          "-fno-optimize-sibling-calls",
                                          "-fno-inline",
                                          "-fno-stack-protector",
                                          "-U_FORTIFY_SOURCE",
                                          "-fsanitize=thread",
                                          "-fsanitize-coverage=trace-pc",
                                          "-fdiagnostics-color=never",
                                          "-pthread",
                                          "-MMD",
                                          NULL};

/* Which tool a flag goes to: the linker alone, the compiler alone, or both. Flags of two words
 * ("-l m") are told by *words. */
enum flag_for { FLAG_COMPILER, FLAG_LINKER, FLAG_BOTH };

static enum flag_for flag_is_for(const char *flag, int *words)
{
    static const char *const of_two_words[] = {"-l",      "-L", "-Xlinker", "-I",
                                               "-D",      "-U", "-include", "-isystem",
                                               "-iquote", NULL};
    const char *dot = strrchr(flag, '.');
    *words = 1;
    for (int i = 0; of_two_words[i]; i++)
        if (strcmp(flag, of_two_words[i]) == 0)
            *words = 2;
    if (strncmp(flag, "-l", 2) == 0 || strncmp(flag, "-L", 2) == 0 ||
        strncmp(flag, "-Wl,", 4) == 0 || strcmp(flag, "-Xlinker") == 0 ||
        (flag[0] != '-' && dot && (strcmp(dot, ".o") == 0 || strcmp(dot, ".a") == 0)))
        return FLAG_LINKER;
    return strcmp(flag, "-pthread") == 0 || strcmp(flag, "-fopenmp") == 0 ? FLAG_BOTH
                                                                          : FLAG_COMPILER;
}

bool flag_hides_accesses(const char *flag)
{
    return strncmp(flag, "-O", 2) == 0 && strcmp(flag, "-O0") != 0 &&
           strcmp(flag, "-Og") != 0;
}

void program_add_flags(struct command *command, const struct built_program *program,
                       bool linker)
{
    int words;
    for (int i = 0; i < program->flag_count; i += words) {
        enum flag_for tool = flag_is_for(program->flags[i], &words);
        bool wanted = tool == FLAG_BOTH || (tool == FLAG_LINKER) == linker;
        if (!wanted || flag_hides_accesses(program->flags[i]))
            continue;
        for (int w = i; w < i + words && w < program->flag_count; w++)
            command_add(command, "%s", program->flags[w]);
    }
}

static void prepare_compile(struct program_unit *unit)
{
    struct command *gcc = &unit->compile;
    char path[PATH_MAX];
    command_add(gcc, "gcc");
    for (int i = 0; flags_before[i]; i++)
        command_add(gcc, "%s", flags_before[i]);
    program_add_flags(gcc, unit->program, false);
    for (int i = 0; flags_after[i]; i++)
        command_add(gcc, "%s", flags_after[i]);
    program_unit_path(unit, ".d", path);
    command_add(gcc, "-MF");
    command_add(gcc, "%s", path);
    program_unit_path(unit, ".raw.o", path);
    command_add(gcc, "-o");
    command_add(gcc, "%s", path);
    command_add(gcc, "-c");
    command_add(gcc, "%s%s", unit->source[0] == '-' ? "./" : "", unit->source);
}

/* ---- compiling -------------------------------------------------------------------------------- */

/* The key over what was compiled, by the dependency file of that compilation. The command's other
 * words are in the folder's name. */
static bool current_key(struct program_unit *unit)
{
    char path[PATH_MAX];
    program_unit_path(unit, ".d", path);
    unit->key = key_begin();
    for (int i = 0; flags_before[i]; i++)
        key_add_text(&unit->key, flags_before[i]);
    for (int i = 0; flags_after[i]; i++)
        key_add_text(&unit->key, flags_after[i]);
    return key_add_file(&unit->key, unit->source) &&
           key_add_dependencies(&unit->key, path);
}

void program_unit_find(struct program_unit *unit)
{
    char key_file[PATH_MAX], object[PATH_MAX];
    program_unit_path(unit, ".key", key_file);
    program_unit_path(unit, ".raw.o", object);
    unit->fresh = current_key(unit) && key_matches(unit->key, key_file) &&
                  access(object, R_OK) == 0;
}

/* Not the learner's doing: killed, out of memory, a full disk. */
static bool compiler_itself_failed(const struct command *gcc)
{
    return gcc->status > 128 || !gcc->output || strstr(gcc->output, "No space left") ||
           strstr(gcc->output, "Read-only file system") ||
           strstr(gcc->output, "internal compiler error");
}

static void take_outcome(struct program_unit *unit)
{
    struct built_program *program = unit->program;
    struct command *gcc = &unit->compile;
    const char *slash = strrchr(unit->source, '/');
    char path[PATH_MAX], message[400];
    if (gcc->status == 0) {
        program_unit_path(unit, ".key", path);
        if (!current_key(unit) || key_store(unit->key, path) != 0)
            fail_program(program, PROGRAM_LAB_FAILED, "can't write %s: %s", path,
                         strerror(errno));
        return;
    }
    if (program->status != PROGRAM_BUILT)
        return;
    if (compiler_itself_failed(gcc))
        fail_program(program, PROGRAM_LAB_FAILED, "the compiler itself failed on %s",
                     unit->source);
    program->diagnostics = gcc->output;
    gcc->output = NULL;
    if (program->status != PROGRAM_BUILT)
        return;
    explain_compiler(program->diagnostics, slash ? slash + 1 : unit->source, message,
                     sizeof message, &program->line);
    make_path(program->file, "%s", unit->source);
    fail_program(program, PROGRAM_REFUSED, "%s", message);
}

void program_units_compile(struct program_unit *units, int count)
{
    struct command commands[PROGRAM_FILES_MOST];
    struct program_unit *owners[PROGRAM_FILES_MOST];
    char path[PATH_MAX];
    int begun = 0;
    for (int i = 0; i < count; i++) {
        if (units[i].fresh)
            continue;
        program_unit_path(&units[i], ".key", path);
        unlink(path);
        prepare_compile(&units[i]);
        owners[begun] = &units[i];
        commands[begun++] = units[i].compile;
    }
    int ran = run_commands(commands, begun, processors());
    if (ran != 0)
        fail_program(units->program, PROGRAM_LAB_FAILED,
                     "the compiler can't be started: %s", strerror(errno));
    for (int i = 0; i < begun; i++) {
        owners[i]->compile = commands[i];
        if (ran == 0)
            take_outcome(owners[i]);
        command_free(&owners[i]->compile);
    }
}
