#define _GNU_SOURCE
#include "unit.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "files.h"
#include "plain_words.h"

#define STUB_LIMIT                                                                       \
    (1u << 20) /* bytes; the largest solution has about a hundredth of it */

static const char *const common_flags[] = {
    "-std=gnu17", "-g", "-fno-omit-frame-pointer", "-MMD", "-pthread", NULL};
static const char *const kind_flags[UNIT_KINDS][7] = {
    /* -O0: each line keeps its accesses and its calls. */
    [UNIT_PLAIN] = {"-O0", "-Wall", "-Wextra", "-fdiagnostics-color=never", NULL},
    /* -O0, and memcpy and the like as calls: each access stays the one that was written. */
    [UNIT_TRACED] = {"-O0", "-fno-builtin", "-fno-pie", "-fsanitize=thread",
                     "-fsanitize-coverage=trace-pc", "-w", NULL},
};
static const char *const kind_names[UNIT_KINDS] = {
    [UNIT_PLAIN] = "plain", [UNIT_TRACED] = "traced"};

const char *variant_name(enum variant variant)
{
    static const char *const names[VARIANTS] = {[VARIANT_PLAIN] = "plain",
                                                [VARIANT_SANITIZED] = "tsan",
                                                [VARIANT_EXPLORED] = "explored"};
    return names[variant];
}

enum unit_kind unit_kind_of(enum variant variant)
{
    return variant == VARIANT_PLAIN ? UNIT_PLAIN : UNIT_TRACED;
}

void unit_path(const struct unit *unit, const char *ending, char path[PATH_MAX])
{
    make_path(path, "%s.%s%s", unit->stem, kind_names[unit->kind], ending);
}

void unit_object(const struct unit *unit, enum variant variant, char path[PATH_MAX])
{
    make_path(path, "%s.%s.o", unit->stem, variant_name(variant));
}

static void set_outcome(struct build *build, enum build_status status, const char *file,
                        int line, const char *message, va_list values)
{
    if (build->status != BUILD_OK)
        return;
    build->status = status;
    build->line = line;
    snprintf(build->file, sizeof build->file, "%s", file);
    vsnprintf(build->message, sizeof build->message, message, values);
}

void refuse(struct build *build, const char *file, int line, const char *message, ...)
{
    va_list values;
    va_start(values, message);
    set_outcome(build, BUILD_REFUSED, file, line, message, values);
    va_end(values);
}

void lab_failed(struct build *build, const char *message, ...)
{
    va_list values;
    va_start(values, message);
    set_outcome(build, BUILD_ERROR, "", 0, message, values);
    va_end(values);
}

void cannot_write(struct build *build, const char *path)
{
    const char *below = strstr(path, "/build/");
    lab_failed(build, "can't write %s (%s); is the disk full, or build/ read-only?",
               below ? below + 1 : path, strerror(errno));
}

/* ---- the learner's file --------------------------------------------------------------------- */

static void refuse_unreadable(struct unit *unit, int error)
{
    struct build *build = unit->build;
    int number = build->task->number;
    switch (error) {
    case ENOENT:
    case ENOTDIR:
        refuse(build, unit->file, 0,
               "%s is missing; `make reset TASK=%d` brings the stub back", unit->source,
               number);
        break;
    case EISDIR:
        refuse(build, unit->file, 0,
               "%s is a folder, not a file; move it away, then `make reset TASK=%d`",
               unit->source, number);
        break;
    case EFBIG:
        refuse(
            build, unit->file, 0,
            "%s is larger than 1 MiB, which no source file of this lab is; look what got "
            "into it",
            unit->source);
        break;
    default:
        refuse(build, unit->file, 0, "%s can't be read (%s); look at its permissions",
               unit->source, strerror(error));
    }
}

/* An update that touched the same lines: git leaves both versions, between marks. */
static void refuse_merged(struct unit *unit, const char *text)
{
    int line = 1;
    for (const char *at = text; *at; line++) {
        if (strncmp(at, "<<<<<<< ", 8) == 0)
            refuse(unit->build, unit->file, line,
                   "%s, line %d: git has put two versions there, between <<<<<<< and "
                   ">>>>>>>; keep one of them, and remove the marks",
                   unit->file, line);
        at += strcspn(at, "\n");
        at += *at == '\n';
    }
}

void unit_inspect(struct unit *unit)
{
    size_t size;
    char *text = read_file(unit->source, STUB_LIMIT, &size);
    if (!text) {
        refuse_unreadable(unit, errno);
        return;
    }
    if (strspn(text, " \t\r\n") == size)
        refuse(unit->build, unit->file, 0,
               "%s is empty; `make reset TASK=%d` brings the stub back", unit->source,
               unit->build->task->number);
    else if (strlen(text) != size)
        refuse(unit->build, unit->file, 0,
               "%s holds a zero byte: that is no C source; open it in a text editor",
               unit->source);
    else
        refuse_merged(unit, text);
    free(text);
}

/* ---- compiling ------------------------------------------------------------------------------- */

static struct key flags_key(const struct unit *unit)
{
    struct key key = key_begin();
    for (int i = 0; common_flags[i]; i++)
        key_add_text(&key, common_flags[i]);
    for (int i = 0; kind_flags[unit->kind][i]; i++)
        key_add_text(&key, kind_flags[unit->kind][i]);
    return key;
}

/* The key over what was compiled, by the dependency file of that compilation. */
static bool current_key(struct unit *unit)
{
    char path[PATH_MAX];
    unit_path(unit, ".d", path);
    unit->key = flags_key(unit);
    return key_add_file(&unit->key, unit->source) &&
           key_add_dependencies(&unit->key, path);
}

static void add_flags(struct command *gcc, const struct unit *unit,
                      const struct build_places *places)
{
    const char *folder = unit->build->task->folder;
    command_add(gcc, "gcc");
    for (int i = 0; common_flags[i]; i++)
        command_add(gcc, "%s", common_flags[i]);
    for (int i = 0; kind_flags[unit->kind][i]; i++)
        command_add(gcc, "%s", kind_flags[unit->kind][i]);
    /* Debug information calls the file "learner:sync.c", wherever it came from. */
    command_add(gcc, "-fdebug-prefix-map=%s/%s/=learner:", places->from, folder);
    command_add(gcc, "-I%s/tasks/%s", places->root, folder);
    command_add(gcc, "-I%s/runner", places->root);
}

static void prepare_command(struct unit *unit, const struct build_places *places)
{
    struct command *gcc = &unit->compile;
    char path[PATH_MAX];
    add_flags(gcc, unit, places);
    command_add(gcc, "-c");
    command_add(gcc, "%s", unit->source);
    command_add(gcc, "-o");
    unit_path(unit, ".raw.o", path);
    command_add(gcc, "%s", path);
    command_add(gcc, "-MF");
    unit_path(unit, ".d", path);
    command_add(gcc, "%s", path);
}

void unit_preprocess(const struct unit *unit, const struct build_places *places,
                     struct command *cpp)
{
    char path[PATH_MAX];
    add_flags(cpp, unit, places);
    command_add(cpp, "-w");
    command_add(cpp, "-E");
    command_add(cpp, "-dU"); /* and the macros that its conditions ask for */
    command_add(cpp, "%s", unit->source);
    command_add(cpp, "-o");
    unit_path(unit, ".i", path);
    command_add(cpp, "%s", path);
    command_add(cpp, "-MF");
    command_add(cpp, "/dev/null");
}

void unit_prepare(struct unit *unit, const struct build_places *places)
{
    char key_file[PATH_MAX], object[PATH_MAX];
    unit_path(unit, ".key", key_file);
    unit_path(unit, ".raw.o", object);
    unit->fresh = current_key(unit) && key_matches(unit->key, key_file) &&
                  access(object, R_OK) == 0;
    if (unit->fresh)
        return;
    unlink(key_file);
    prepare_command(unit, places);
}

/* The plain unit's diagnostics are kept, so that warnings are shown also when nothing had to be
 * compiled. */
static void keep_diagnostics(struct unit *unit)
{
    char path[PATH_MAX];
    if (unit->kind != UNIT_PLAIN)
        return;
    unit_path(unit, ".log", path);
    char *text = unit->fresh ? read_file(path, 1u << 20, NULL) : unit->compile.output;
    if (!unit->fresh && text && write_file(path, text, strlen(text)) != 0)
        cannot_write(unit->build, path);
    if (text && *text) {
        char *all;
        struct build *build = unit->build;
        if (asprintf(&all, "%s%s", build->diagnostics ? build->diagnostics : "", text) >=
            0) {
            free(build->diagnostics);
            build->diagnostics = all;
        }
    }
    if (unit->fresh)
        free(text);
}

/* Not the learner's doing: killed, out of memory, a full disk. */
static bool compiler_itself_failed(const struct command *gcc)
{
    return gcc->status > 128 || !gcc->output || strstr(gcc->output, "No space left") ||
           strstr(gcc->output, "Read-only file system") ||
           strstr(gcc->output, "internal compiler error") ||
           !strstr(gcc->output, "error: ");
}

void unit_finish(struct unit *unit, const struct build_places *places)
{
    char path[PATH_MAX], message[512];
    int line = 0;
    (void)places;
    keep_diagnostics(unit);
    if (unit->fresh)
        return;
    if (unit->compile.status != 0 && compiler_itself_failed(&unit->compile)) {
        lab_failed(unit->build, "the compiler itself failed, see below");
        return;
    }
    if (unit->compile.status != 0) {
        explain_compiler(unit->compile.output, unit->file, message, sizeof message,
                         &line);
        refuse(unit->build, unit->file, line, "%s", message);
        return;
    }
    unit_path(unit, ".key", path);
    if (!current_key(unit) || key_store(unit->key, path) != 0)
        cannot_write(unit->build, path);
}
