#define _GNU_SOURCE
#include "program_names.h"

#include <dlfcn.h>
#include <elf.h>
#include <errno.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calls.h"
#include "elf_object.h"
#include "files.h"

/* A set of names: sorted once all are in it. */
struct name_set {
    const char **names; /* owned; the strings are not */
    size_t count, room;
};

/* What is under way in one call of program_rename. */
struct renaming {
    struct built_program *program;
    struct program_unit *units;
    struct elf_object objects[PROGRAM_FILES_MOST];
    int count;
    struct call_list calls;
    struct name_set defined;    /* by the program, known in all of its files */
    struct name_set unmodelled; /* called, and known to nobody */
};

/* ---- sets of names ---------------------------------------------------------------------------- */

static void set_add(struct name_set *set, const char *name)
{
    if (set->count == set->room) {
        set->room = set->room ? 2 * set->room : 256;
        set->names = reallocarray(set->names, set->room, sizeof *set->names);
        if (!set->names)
            abort();
    }
    set->names[set->count++] = name;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorts it; each name is then in it once. */
static void set_finish(struct name_set *set)
{
    size_t kept = 0;
    if (set->count > 0)
        qsort(set->names, set->count, sizeof *set->names, by_text);
    for (size_t i = 0; i < set->count; i++)
        if (kept == 0 || strcmp(set->names[kept - 1], set->names[i]) != 0)
            set->names[kept++] = set->names[i];
    set->count = kept;
}

static bool set_has(const struct name_set *set, const char *name)
{
    return set->count > 0 &&
           bsearch(&name, set->names, set->count, sizeof *set->names, by_text);
}

/* ---- main ------------------------------------------------------------------------------------- */

/* The file that defines main, -1: none. With `global` false one that nobody else can call. */
static int find_main(const struct renaming *work, bool global, int from)
{
    for (int i = from; i < work->count; i++)
        for (size_t s = 0; s < work->objects[i].count; s++) {
            const struct elf_symbol *symbol = &work->objects[i].symbols[s];
            if (symbol->defined && symbol->global == global &&
                strcmp(symbol->name, "main") == 0)
                return i;
        }
    return -1;
}

static void check_main(struct renaming *work)
{
    struct built_program *program = work->program;
    int first = find_main(work, true, 0);
    int hidden = find_main(work, false, 0);
    int second = first < 0 ? -1 : find_main(work, true, first + 1);
    if (second >= 0)
        fail_program(program, PROGRAM_REFUSED,
                     "%s and %s both define main; explore one program at a time",
                     work->units[first].source, work->units[second].source);
    else if (first < 0 && hidden >= 0)
        fail_program(program, PROGRAM_REFUSED,
                     "main is static in %s, so the program can't be started",
                     work->units[hidden].source);
    else if (first < 0)
        fail_program(program, PROGRAM_REFUSED,
                     "there is no main in %s%s; the explorer takes whole programs",
                     work->units[0].source, work->count > 1 ? " or the other files" : "");
}

static void check_constructors(struct renaming *work)
{
    for (int i = 0; i < work->count; i++)
        if (work->objects[i].has_constructors)
            fail_program(work->program, PROGRAM_UNSUPPORTED,
                         "%s has a function that runs before main "
                         "(__attribute__((constructor))), which the explorer can't see",
                         work->units[i].source);
}

/* ---- names ------------------------------------------------------------------------------------ */

static bool begins_with(const char *name, const char *beginning)
{
    return strncmp(name, beginning, strlen(beginning)) == 0;
}

bool is_of_the_tools(const char *name)
{
    return begins_with(name, "__tsan_") || begins_with(name, "__sanitizer_cov_") ||
           begins_with(name, "__start_") || begins_with(name, "__stop_") ||
           strcmp(name, "_GLOBAL_OFFSET_TABLE_") == 0;
}

bool is_variable_of_libc(const char *name)
{
    Dl_info info;
    void *entry = NULL;
    void *address = dlsym(RTLD_DEFAULT, name);
    if (!address || !dladdr1(address, &info, &entry, RTLD_DL_SYMENT) || !entry)
        return false;
    return ELF64_ST_TYPE(((const Elf64_Sym *)entry)->st_info) == STT_OBJECT;
}

static void rename_reference(struct renaming *work, struct elf_symbol *symbol)
{
    enum call_kind kind = calls_find(&work->calls, symbol->name);
    if (is_of_the_tools(symbol->name) || kind == CALL_HARMLESS)
        return;
    if (kind == CALL_MODELLED) {
        elf_rename(symbol, "explore_%s", symbol->name);
    } else if (!symbol->weak && !is_variable_of_libc(symbol->name)) {
        elf_rename(symbol, "unmodelled:%s", symbol->name);
        set_add(&work->unmodelled, symbol->name);
    }
}

static void rename_symbols(struct renaming *work, struct elf_object *object)
{
    for (size_t i = 0; i < object->count; i++) {
        struct elf_symbol *symbol = &object->symbols[i];
        if (!symbol->global)
            continue;
        if (strcmp(symbol->name, "main") == 0)
            elf_rename(symbol, "program_main");
        else if (set_has(&work->defined, symbol->name))
            elf_rename(symbol, "program:%s", symbol->name);
        else
            rename_reference(work, symbol);
    }
}

/* ---- unknown calls ---------------------------------------------------------------------------- */

/* Where the call was made is the address to which the function would return. The reference to the
 * real function makes the linker complain about one that there isn't. */
static const char unmodelled_function[] = "\t.globl \"unmodelled:%1$s\"\n"
                                          "\"unmodelled:%1$s\":\n"
                                          "\tmovq (%%rsp), %%rdi\n"
                                          "\tsubq $8, %%rsp\n"
                                          "\tcall explore_at\n"
                                          "\tmovl $\"name:%1$s\", %%edi\n"
                                          "\tcall explore_unsupported\n"
                                          "\t.pushsection .rodata\n"
                                          "\"name:%1$s\":\t.asciz \"%1$s\"\n"
                                          "\t.popsection\n"
                                          "\t.pushsection .data.rel.ro,\"aw\"\n"
                                          "\t.quad \"%1$s\"\n"
                                          "\t.popsection\n";

static void write_unmodelled(struct renaming *work)
{
    char path[PATH_MAX], *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        abort();
    fputs("\t.section .note.GNU-stack,\"\",@progbits\n\t.text\n", out);
    for (size_t i = 0; i < work->unmodelled.count; i++)
        fprintf(out, unmodelled_function, work->unmodelled.names[i]);
    if (fclose(out) != 0)
        abort();
    make_path(path, "%s/unmodelled.s", work->program->folder);
    if (write_file(path, text, size) != 0)
        fail_program(work->program, PROGRAM_LAB_FAILED, "can't write %s: %s", path,
                     strerror(errno));
    free(text);
}

/* ---- all of it -------------------------------------------------------------------------------- */

static void read_objects(struct renaming *work)
{
    char path[PATH_MAX];
    for (int i = 0; i < work->count; i++) {
        struct elf_object *object = &work->objects[i];
        program_unit_path(&work->units[i], ".raw.o", path);
        if (elf_read(path, object) != 0) {
            fail_program(work->program, PROGRAM_REFUSED,
                         "%s isn't compiled for this kind of machine (x86-64)",
                         work->units[i].source);
            return;
        }
        for (size_t s = 0; s < object->count; s++)
            if (object->symbols[s].global && object->symbols[s].defined)
                set_add(&work->defined, object->symbols[s].name);
    }
    set_finish(&work->defined);
    make_path(path, "%s/" PROGRAM_CALLS, work->program->root);
    if (calls_read(path, &work->calls) != 0)
        fail_program(work->program, PROGRAM_LAB_FAILED, "can't read %s: %s", path,
                     strerror(errno));
}

static void write_objects(struct renaming *work)
{
    char path[PATH_MAX];
    for (int i = 0; i < work->count; i++) {
        rename_symbols(work, &work->objects[i]);
        program_unit_path(&work->units[i], ".o", path);
        if (elf_write(&work->objects[i], path) != 0)
            fail_program(work->program, PROGRAM_LAB_FAILED, "can't write %s: %s", path,
                         strerror(errno));
    }
    set_finish(&work->unmodelled);
    write_unmodelled(work);
}

void program_rename(struct built_program *program, struct program_unit *units, int count,
                    int *unmodelled)
{
    struct renaming *work = calloc(1, sizeof *work);
    if (!work)
        abort();
    work->program = program;
    work->units = units;
    work->count = count;
    read_objects(work);
    if (program->status == PROGRAM_BUILT)
        check_main(work);
    if (program->status == PROGRAM_BUILT)
        check_constructors(work);
    if (program->status == PROGRAM_BUILT)
        write_objects(work);
    *unmodelled = (int)work->unmodelled.count;
    for (int i = 0; i < count; i++)
        elf_free(&work->objects[i]);
    calls_free(&work->calls);
    free(work->defined.names);
    free(work->unmodelled.names);
    free(work);
}
