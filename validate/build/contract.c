#define _GNU_SOURCE
#include "contract.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calls.h"
#include "files.h"
#include "headers.h"
#include "inspect.h"
#include "program_unit.h"
#include "symbols.h"
#include "unmodelled.h"

#define TEXT_LIMIT (1u << 20)

/* ---- lists of names ------------------------------------------------------------------------- */

static char *read_redirect_list(const struct build_places *places)
{
    char path[PATH_MAX];
    make_path(path, "%s/validate/probe/redirect.txt", places->root);
    return read_file(path, TEXT_LIMIT, NULL);
}

/* ---- the check ------------------------------------------------------------------------------- */

/* What a task's names are held against. */
struct names {
    struct symbol_list scenarios; /* of the task's scenario object */
    struct symbol_list jobs;      /* of the jobs module */
    char *redirected;             /* redirect.txt */
    char *headers;                /* the contract */
};

static int read_names(struct names *names, const struct task *task,
                      const struct build_places *places)
{
    char path[PATH_MAX];
    memset(names, 0, sizeof *names);
    make_path(path, "%s/build/obj/plain/%s.o", places->root, task->folder);
    if (read_symbols(path, &names->scenarios) != 0)
        return -1;
    make_path(path, "%s/build/obj/plain/jobs.o", places->root);
    if (read_symbols(path, &names->jobs) != 0)
        return -1;
    names->redirected = read_redirect_list(places);
    names->headers = read_headers(task, places, false);
    return names->redirected && names->headers ? 0 : -1;
}

static void free_names(struct names *names)
{
    free_symbols(&names->scenarios);
    free_symbols(&names->jobs);
    free(names->redirected);
    free(names->headers);
}

/* Does the learner have to define it? It does if the scenarios call it, the contract's header
 * declares it, and nobody else defines it. */
static bool is_contract_function(const struct names *names, const struct symbol *symbol)
{
    const struct symbol *job = find_symbol(&names->jobs, symbol->name);
    return !symbol->defined && !(job && job->defined) &&
           strncmp(symbol->name, "lab_", 4) != 0 &&
           !is_word_of(names->redirected, symbol->name) &&
           is_declared_in(names->headers, symbol->name);
}

static void refuse_clash(struct unit *unit, const struct symbol *symbol,
                         const struct names *names)
{
    const struct symbol *job = find_symbol(&names->jobs, symbol->name);
    if (strcmp(symbol->name, "main") == 0)
        refuse(unit->build, unit->file, 0,
               "%s defines main(), but the lab has its own; remove yours, or try things "
               "out in "
               "a file outside tasks/",
               unit->file);
    else if (symbol->global && job && job->defined && job->global)
        refuse(unit->build, unit->file, 0,
               "%s defines %s, which belongs to the jobs module; give yours another name",
               unit->file, symbol->name);
    else if (is_word_of(names->redirected, symbol->name))
        refuse(unit->build, unit->file, 0,
               "%s defines %s, which is the name of a C library function; give yours "
               "another "
               "name",
               unit->file, symbol->name);
}

static void refuse_missing(struct build *build, const struct symbol *wanted,
                           const struct symbol *local)
{
    const char *file = build->task->files[0];
    if (local && local->defined)
        refuse(build, file, 0,
               "%s is `static`, so the lab can't call it; remove `static`", wanted->name);
    else
        refuse(build, file, 0,
               "%s is not defined in %s; its contract stands in the header beside it "
               "(`make reset TASK=%d` brings the stub back)",
               wanted->name, build->task->file_count == 1 ? file : "your files",
               build->task->number);
}

/* Writes the names that stay global, for objcopy. */
static void store_contract(struct build *build, const struct names *names,
                           const char *stem_folder)
{
    char path[PATH_MAX], *text = strdup(""), *longer;
    for (size_t i = 0; text && i < names->scenarios.count; i++) {
        if (!is_contract_function(names, &names->scenarios.symbols[i]))
            continue;
        if (asprintf(&longer, "%s%s\n", text, names->scenarios.symbols[i].name) < 0)
            longer = NULL;
        free(text);
        text = longer;
    }
    make_path(path, "%s/contract.txt", stem_folder);
    if (!text || write_file(path, text, strlen(text)) != 0)
        cannot_write(build, path);
    free(text);
}

static void check_names(struct build *build, struct unit *units,
                        struct symbol_list *defined, int count, const struct names *names)
{
    for (int u = 0; u < count; u++)
        for (size_t i = 0; i < defined[u].count; i++)
            if (defined[u].symbols[i].defined)
                refuse_clash(&units[u], &defined[u].symbols[i], names);
    for (size_t i = 0; i < names->scenarios.count; i++) {
        const struct symbol *wanted = &names->scenarios.symbols[i], *found = NULL;
        if (!is_contract_function(names, wanted))
            continue;
        for (int u = 0; u < count && !(found && found->defined && found->global); u++)
            found = find_symbol(&defined[u], wanted->name);
        if (!found || !found->defined || !found->global)
            refuse_missing(build, wanted, found);
    }
}

static void folder_of(const struct unit *unit, char folder[PATH_MAX])
{
    make_path(folder, "%s", unit->stem);
    *strrchr(folder, '/') = '\0';
}

void check_contract(struct build *build, struct unit *units, int count,
                    const struct build_places *places)
{
    struct symbol_list defined[TASK_FILES_MOST];
    struct names names;
    char path[PATH_MAX];
    int read = 0;
    if (read_names(&names, build->task, places) != 0) {
        lab_failed(build,
                   "can't read the names in the lab's own files below build/; try `make "
                   "clean`, then again");
        free_names(&names);
        return;
    }
    for (; read < count; read++) {
        unit_path(&units[read], ".raw.o", path);
        if (read_symbols(path, &defined[read]) != 0) {
            lab_failed(build, "can't read the names in %s (%s)", path, strerror(errno));
            break;
        }
    }
    if (read == count)
        check_names(build, units, defined, count, &names);
    if (build->status == BUILD_OK) {
        folder_of(&units[0], path);
        store_contract(build, &names, path);
    }
    while (read-- > 0)
        free_symbols(&defined[read]);
    free_names(&names);
}

/* ---- redirection -------------------------------------------------------------------------------- */

/* Calls that a check may order to fail: the explorer gets them from the probe's wrappers. */
static bool goes_through_the_probe(const char *name)
{
    static const char *const counted[] = {
        "pthread_create", "pthread_join",   "thrd_create", "thrd_sleep",
        "malloc",         "calloc",         "realloc",     "reallocarray",
        "aligned_alloc",  "posix_memalign", "strdup",      "strndup",
        "asprintf",       "vasprintf",      "free"};
    for (size_t i = 0; i < sizeof counted / sizeof counted[0]; i++)
        if (strcmp(counted[i], name) == 0)
            return true;
    return false;
}

/* What the explorer models, as it is; "memcpy explore_memcpy". */
static void list_models(const struct call_list *calls, FILE *out)
{
    for (size_t i = 0; i < calls->count; i++)
        if (calls->calls[i].kind == CALL_MODELLED &&
            !goes_through_the_probe(calls->calls[i].name))
            fprintf(out, "%s explore_%s\n", calls->calls[i].name, calls->calls[i].name);
}

/* ThreadSanitizer has the C library to itself, but it doesn't know threads.h. */
static bool is_unknown_to_sanitizer(const char *name)
{
    return strncmp(name, "thrd_", 5) == 0 || strncmp(name, "mtx_", 4) == 0 ||
           strncmp(name, "cnd_", 4) == 0 || strcmp(name, "call_once") == 0;
}

/* Calls that reach beyond the process, or end it: bounded and noted in every variant. */
static bool reaches_out(const char *name)
{
    static const char names[] =
        " _Exit _exit abort creat exit fopen fopen64 fork "
        "freopen kill open open64 openat "
        "opendir quick_exit readlink remove rename syscall tmpfile unlink vfork ";
    char word[64];
    snprintf(word, sizeof word, " %s ", name);
    return strstr(names, word) != NULL;
}

static bool goes_through_a_wrapper(const char *name, enum variant variant,
                                   const struct call_list *models)
{
    if (variant == VARIANT_SANITIZED)
        return is_unknown_to_sanitizer(name) || reaches_out(name);
    return !models || goes_through_the_probe(name) ||
           calls_find(models, name) != CALL_MODELLED;
}

/* The probe's wrappers: "fork lab_fork"; `models` are listed already, NULL: none are. */
static void list_wrappers(char *names, enum variant variant,
                          const struct call_list *models, FILE *out)
{
    char *next = names;
    for (char *name; (name = strtok_r(next, "\n", &next));)
        if (goes_through_a_wrapper(name, variant, models))
            fprintf(out, "%s lab_%s\n", name, name);
}

/* Only names that the file doesn't define itself need to be redirected; but one that it does, and
 * that isn't refused, may be called anything. */
static int store_redirections(const struct unit *unit, enum variant variant,
                              const struct build_places *places, const char *path)
{
    char *names = read_redirect_list(places), *text = NULL, list[PATH_MAX];
    struct call_list calls = {0};
    size_t size = 0;
    int failed = -1;
    bool explored = variant == VARIANT_EXPLORED;
    make_path(list, "%s/" PROGRAM_CALLS, places->root);
    FILE *out = names ? open_memstream(&text, &size) : NULL;
    if (out && (!explored || calls_read(list, &calls) == 0)) {
        failed = 0;
        if (explored)
            list_models(&calls, out);
        if (explored)
            failed = redirect_unmodelled(unit, places, &calls, names, out);
        list_wrappers(names, variant, explored ? &calls : NULL, out);
    }
    if (out && fclose(out) != 0)
        failed = -1;
    if (failed == 0)
        failed = write_file(path, text, size);
    calls_free(&calls);
    free(text);
    free(names);
    return failed;
}

void redirect_unit(struct unit *unit, enum variant variant,
                   const struct build_places *places)
{
    struct command objcopy = {0};
    char folder[PATH_MAX], list[PATH_MAX], path[PATH_MAX];
    if (!unit->inspected)
        inspect_unit(unit, places);
    unit->inspected = true;
    folder_of(unit, folder);
    command_add(&objcopy, "objcopy");
    command_add(&objcopy, "--keep-global-symbols=%s/contract.txt", folder);
    make_path(list, "%s/redirect.%s.syms", folder, variant_name(variant));
    if (store_redirections(unit, variant, places, list) != 0)
        cannot_write(unit->build, list);
    command_add(&objcopy, "--redefine-syms=%s", list);
    unit_path(unit, ".raw.o", path);
    command_add(&objcopy, "%s", path);
    unit_object(unit, variant, path);
    command_add(&objcopy, "%s", path);
    if (unit->build->status == BUILD_OK &&
        (run_commands(&objcopy, 1, 1) != 0 || objcopy.status != 0))
        lab_failed(unit->build, "objcopy failed: %.300s",
                   objcopy.output ? objcopy.output : strerror(errno));
    command_free(&objcopy);
}
