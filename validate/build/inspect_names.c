#define _GNU_SOURCE
#include "inspect_names.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "archive.h"
#include "files.h"
#include "forbidden.h"
#include "headers.h"

#define TEXT_LIMIT (1u << 20)

static bool begins_with(const char *name, const char *prefix)
{
    return strncmp(name, prefix, strlen(prefix)) == 0;
}

/* ---- the lab's own names ------------------------------------------------------------------------- */

/* What the linker would find a learner's reference in. */
struct lab_names {
    struct archive probe; /* the probe's own parts */
    struct elf_object scenarios, jobs;
    char *headers; /* what of it all learner code may use */
    char *watched; /* redirect.txt: the calls that go to the probe's wrappers */
};

static int read_lab_names(struct lab_names *names, const struct unit *unit,
                          const struct build_places *places)
{
    char path[PATH_MAX];
    *names = (struct lab_names){0};
    make_path(path, "%s/build/obj/libprobe.a", places->root);
    if (archive_read(path, &names->probe) != 0)
        return -1;
    make_path(path, "%s/build/obj/plain/%s.o", places->root, unit->build->task->folder);
    if (elf_read(path, &names->scenarios) != 0)
        return -1;
    make_path(path, "%s/build/obj/plain/jobs.o", places->root);
    if (elf_read(path, &names->jobs) != 0)
        return -1;
    names->headers = read_headers(unit->build->task, places, true);
    make_path(path, "%s/validate/probe/redirect.txt", places->root);
    names->watched = read_file(path, TEXT_LIMIT, NULL);
    return names->headers && names->watched ? 0 : -1;
}

static void free_lab_names(struct lab_names *names)
{
    archive_free(&names->probe);
    elf_free(&names->scenarios);
    elf_free(&names->jobs);
    free(names->headers);
    free(names->watched);
}

static bool is_defined_in(const struct elf_object *object, const char *name)
{
    for (size_t i = 0; i < object->count; i++)
        if (object->symbols[i].defined && object->symbols[i].global &&
            strcmp(object->symbols[i].name, name) == 0)
            return true;
    return false;
}

/* The marks of a section that only the lab has, and everything that the linker would find in the
 * lab and that no header of it offers. */
static bool is_the_labs(const struct lab_names *names, const char *name)
{
    if (begins_with(name, "lab_") || begins_with(name, "__start_") ||
        begins_with(name, "__stop_"))
        return true;
    return (archive_defines(&names->probe, name) ||
            is_defined_in(&names->scenarios, name) ||
            is_defined_in(&names->jobs, name)) &&
           !is_declared_in(names->headers, name);
}

/* ---- the race detector's ---------------------------------------------------------------------------- */

/* What the compiler puts in for each access and function; never in a plain unit. */
static bool is_instrumentation(const char *name)
{
    static const char *const prefixes[] = {
        "__tsan_read",       "__tsan_write",
        "__tsan_unaligned_", "__tsan_func_",
        "__tsan_volatile",   "__tsan_atomic",
        "__tsan_init",       "__tsan_vptr",
        "__tsan_mem",        "__sanitizer_cov_trace_pc"};
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++)
        if (begins_with(name, prefixes[i]))
            return true;
    return false;
}

/* Does it talk to the judge of data races? */
static bool talks_to_the_judge(const char *name)
{
    return begins_with(name, "Annotate") || begins_with(name, "__tsan_") ||
           begins_with(name, "__sanitizer_");
}

/* ---- the C library's second names --------------------------------------------------------------------- */

/* "__libc_fork" and "__fork" are fork, but no wrapper sees them. Returns the ordinary name, or NULL:
 * it is no such name. */
static const char *ordinary_name(const struct lab_names *names, const char *name)
{
    const char *plain = name + strspn(name, "_");
    if (plain == name || is_word_of(names->watched, name))
        return NULL;
    if (begins_with(plain, "libc_"))
        plain += strlen("libc_");
    return find_forbidden(plain) || is_word_of(names->watched, plain) ? plain : NULL;
}

/* ---- where it stands ---------------------------------------------------------------------------------- */

/* The first line that has the name as a word; 0: none has. */
static int line_of(const struct unit *unit, const char *name)
{
    char *text = read_file(unit->source, TEXT_LIMIT, NULL);
    size_t length = strlen(name);
    int line = 1, found = 0;
    for (const char *at = text; at && *at && !found; at++) {
        line += *at == '\n';
        bool begins = at == text || (!isalnum((unsigned char)at[-1]) && at[-1] != '_');
        if (begins && strncmp(at, name, length) == 0 &&
            !isalnum((unsigned char)at[length]) && at[length] != '_')
            found = line;
    }
    free(text);
    return found;
}

static void refuse_name(struct unit *unit, const char *name, const char *what,
                        const char *do_instead)
{
    int line = line_of(unit, name);
    if (line > 0)
        refuse(unit->build, unit->file, line, "%s, line %d: %s %s; %s", unit->file, line,
               name, what, do_instead);
    else
        refuse(unit->build, unit->file, 0, "%s: %s %s; %s", unit->file, name, what,
               do_instead);
}

/* ---- the look -------------------------------------------------------------------------------------------- */

static void look_at_symbol(struct unit *unit, const struct lab_names *names,
                           const struct elf_symbol *symbol)
{
    if (unit->kind == UNIT_TRACED && is_instrumentation(symbol->name))
        return;
    const struct forbidden *call = symbol->defined ? NULL : find_forbidden(symbol->name);
    const char *plain = symbol->defined ? NULL : ordinary_name(names, symbol->name);
    if (plain)
        refuse_name(unit, symbol->name,
                    "is the C library's second name for a call that the lab "
                    "watches",
                    "call it by its ordinary name");
    else if (call)
        refuse_name(unit, symbol->name, call->what, call->instead);
    else if (talks_to_the_judge(symbol->name))
        refuse_name(unit, symbol->name, "talks to the judge of data races",
                    "leave that to the lab");
    else if (!symbol->defined && is_the_labs(names, symbol->name))
        refuse_name(unit, symbol->name,
                    "is a part of the lab that learner code can't use",
                    "use what your contract and jobs.h offer");
    else if (symbol->defined && begins_with(symbol->name, "lab_"))
        refuse_name(unit, symbol->name, "is a name of the lab's", "choose another one");
}

void inspect_names(struct unit *unit, const struct build_places *places,
                   const struct elf_object *object)
{
    struct lab_names names;
    if (read_lab_names(&names, unit, places) != 0)
        lab_failed(unit->build, "can't read the names in the lab's own files below "
                                "build/; try `make clean`, then again");
    else
        for (size_t i = 0; i < object->count; i++)
            look_at_symbol(unit, &names, &object->symbols[i]);
    if (object->has_constructors)
        refuse(unit->build, unit->file, 0,
               "%s has a constructor, which runs before the lab is ready to watch it; do "
               "without it",
               unit->file);
    free_lab_names(&names);
}
