#define _GNU_SOURCE
#include "unmodelled.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "elf_object.h"
#include "files.h"
#include "headers.h"
#include "program_names.h"
#include "symbols.h"

/* Where the call was made is the address to which the function would return. Weak: several files may
 * make the same call. */
static const char unmodelled_function[] = "\t.weak \"unmodelled:%1$s\"\n"
                                          "\"unmodelled:%1$s\":\n"
                                          "\tcmpb $0, %%fs:schedule_is_inside@tpoff\n"
                                          "\tje \"%1$s\"\n"
                                          "\tmovq (%%rsp), %%rdi\n"
                                          "\tsubq $8, %%rsp\n"
                                          "\tcall explore_at\n"
                                          "\tmovl $\"name:%1$s\", %%edi\n"
                                          "\tcall explore_unsupported\n"
                                          "\t.pushsection .rodata\n"
                                          "\"name:%1$s\":\t.asciz \"%1$s\"\n"
                                          "\t.popsection\n";

/* What a unit's names are held against. */
struct known {
    const struct unit *unit;
    const struct call_list *calls;
    const char *redirected;
    char *headers;           /* the lab's own functions are declared there */
    struct symbol_list jobs; /* the jobs module */
};

static bool is_line_of(const char *text, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = text; (at = strstr(at, name)); at += length)
        if ((at == text || at[-1] == '\n') && (at[length] == '\n' || !at[length]))
            return true;
    return false;
}

static bool is_of_the_lab(const struct known *known, const char *name)
{
    const struct symbol *job = find_symbol(&known->jobs, name);
    return (job && job->defined) || is_declared_in(known->headers, name);
}

static bool is_unmodelled(const struct known *known, const struct elf_symbol *symbol)
{
    return symbol->global && !symbol->defined && !symbol->weak &&
           !is_of_the_tools(symbol->name) &&
           calls_find(known->calls, symbol->name) == CALL_UNKNOWN &&
           !is_line_of(known->redirected, symbol->name) &&
           !is_of_the_lab(known, symbol->name) && !is_variable_of_libc(symbol->name);
}

static int assemble(const struct unit *unit, const char *text)
{
    struct command as = {0};
    char source[PATH_MAX], object[PATH_MAX];
    unit_path(unit, ".calls.s", source);
    unit_path(unit, ".calls.o", object);
    if (write_file(source, text, strlen(text)) != 0)
        return -1;
    command_add(&as, "as");
    command_add(&as, "-o");
    command_add(&as, "%s", object);
    command_add(&as, "%s", source);
    int failed = run_commands(&as, 1, 1) != 0 || as.status != 0 ? -1 : 0;
    command_free(&as);
    return failed;
}

/* Returns how many there are; or -1 with errno. */
static int list_calls(const struct known *known, FILE *out, FILE *functions)
{
    struct elf_object object;
    char path[PATH_MAX];
    int count = 0;
    unit_path(known->unit, ".raw.o", path);
    if (elf_read(path, &object) != 0)
        return -1;
    fputs("\t.section .note.GNU-stack,\"\",@progbits\n\t.text\n", functions);
    for (size_t i = 0; i < object.count; i++) {
        const char *name = object.symbols[i].name;
        if (!is_unmodelled(known, &object.symbols[i]))
            continue;
        fprintf(out, "%s unmodelled:%s\n", name, name);
        fprintf(functions, unmodelled_function, name);
        count++;
    }
    elf_free(&object);
    return count;
}

int redirect_unmodelled(const struct unit *unit, const struct build_places *places,
                        const struct call_list *calls, const char *redirected, FILE *out)
{
    struct known known = {.unit = unit, .calls = calls, .redirected = redirected};
    char path[PATH_MAX], *text = NULL;
    size_t size = 0;
    int count = -1;
    unit_path(unit, ".calls.o", path);
    unlink(path);
    known.headers = read_headers(unit->build->task, places, true);
    make_path(path, "%s/build/obj/plain/jobs.o", places->root);
    bool read = read_symbols(path, &known.jobs) == 0;
    FILE *functions = known.headers && read ? open_memstream(&text, &size) : NULL;
    if (functions)
        count = list_calls(&known, out, functions);
    if (functions && fclose(functions) != 0)
        count = -1;
    if (count > 0 && assemble(unit, text) != 0)
        count = -1;
    free(text);
    free(known.headers);
    if (read)
        free_symbols(&known.jobs);
    return count < 0 ? -1 : 0;
}

void unmodelled_object(const struct unit *unit, char path[PATH_MAX])
{
    unit_path(unit, ".calls.o", path);
    if (access(path, R_OK) != 0)
        path[0] = '\0';
}
