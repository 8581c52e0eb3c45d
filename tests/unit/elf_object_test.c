/*
 * elf_object_test.c - unit tests of reading and renaming the symbols of object files. Link with
 * validate/build/elf_object.c and validate/common/{command,files}.c.
 */
#define _GNU_SOURCE
#include "elf_object.h"

#include <errno.h>

#include "command.h"
#include "scratch.h"

TestSuite(elf_object, .init = scratch_open, .fini = scratch_close);

/* Runs gcc with words parted by spaces. Returns its exit status. */
static int gcc(const char *words)
{
    struct command command = {0};
    char copy[256], *next = copy;
    snprintf(copy, sizeof copy, "%s", words);
    command_add(&command, "gcc");
    for (char *word; (word = strtok_r(next, " ", &next));)
        command_add(&command, "%s", word);
    cr_assert_eq(run_commands(&command, 1, 1), 0);
    int status = command.status;
    command_free(&command);
    return status;
}

static struct elf_object read_source(const char *source)
{
    struct elf_object object;
    put_file("a.c", source);
    cr_assert_eq(gcc("-c a.c -o a.o"), 0);
    cr_assert_eq(elf_read("a.o", &object), 0);
    return object;
}

static struct elf_symbol *find(const struct elf_object *object, const char *name)
{
    for (size_t i = 0; i < object->count; i++)
        if (strcmp(object->symbols[i].name, name) == 0)
            return &object->symbols[i];
    return NULL;
}

Test(elf_object, tells_definitions_from_references)
{
    struct elf_object object =
        read_source("int there(void); static int own(void) { return 1; }\n"
                    "int here(void) { return there() + own(); } int value;\n");
    cr_assert(find(&object, "here")->defined && find(&object, "here")->global);
    cr_assert(find(&object, "value")->defined && find(&object, "value")->global);
    cr_assert(!find(&object, "there")->defined);
    cr_assert(find(&object, "own")->defined && !find(&object, "own")->global);
    cr_assert_null(find(&object, "nobody"));
    elf_free(&object);
}

Test(elf_object, sees_weak_references)
{
    struct elf_object object =
        read_source("int perhaps(void) __attribute__((weak));\n"
                    "int here(void) { return perhaps ? perhaps() : 0; }\n");
    cr_assert(find(&object, "perhaps")->weak && !find(&object, "perhaps")->defined);
    cr_assert(!find(&object, "here")->weak);
    elf_free(&object);
}

Test(elf_object, sees_functions_that_run_before_main)
{
    struct elf_object with =
        read_source("__attribute__((constructor)) static void early(void) {}\n");
    cr_assert(with.has_constructors);
    elf_free(&with);
    struct elf_object without = read_source("void late(void) {}\n");
    cr_assert_not(without.has_constructors);
    elf_free(&without);
}

Test(elf_object, the_constructor_of_the_hooks_is_none_of_the_programs)
{
    struct elf_object object;
    put_file("a.c", "int value; void set(void) { value = 1; }\n");
    cr_assert_eq(gcc("-fsanitize=thread -c a.c -o a.o"), 0);
    cr_assert_eq(elf_read("a.o", &object), 0);
    cr_assert_not(object.has_constructors);
    elf_free(&object);
}

Test(elf_object, renamed_symbols_are_linked_by_their_new_names)
{
    struct elf_object object =
        read_source("int three(void); int main(void) { return three() - 3; }\n");
    elf_rename(find(&object, "three"), "%s:%d", "other", 3);
    cr_assert_eq(elf_write(&object, "b.o"), 0);
    elf_free(&object);
    put_file("three.s", ".globl \"other:3\"\n\"other:3\": movl $3, %eax\nret\n");
    cr_assert_eq(gcc("-no-pie b.o three.s -o program"), 0);
    cr_assert_eq(system("./program"), 0);
    cr_assert_eq(elf_read("b.o", &object), 0);
    cr_assert_null(find(&object, "three"));
    cr_assert_not_null(find(&object, "main"));
    elf_free(&object);
}

Test(elf_object, a_file_written_without_a_change_reads_the_same)
{
    struct elf_object object = read_source("int first, second; void third(void) {}\n");
    struct elf_object again;
    cr_assert_eq(elf_write(&object, "b.o"), 0);
    cr_assert_eq(elf_read("b.o", &again), 0);
    cr_assert_eq(again.count, object.count);
    for (size_t i = 0; i < object.count; i++)
        cr_assert_str_eq(again.symbols[i].name, object.symbols[i].name);
    elf_free(&again);
    elf_free(&object);
}

static uint64_t identity_of(const char *source)
{
    struct elf_object object = read_source(source);
    uint64_t identity = elf_identity(&object);
    elf_free(&object);
    return identity;
}

Test(elf_object, identity_is_of_what_runs)
{
    static const char source[] = "int a, b; void set(int n) { a = n; }\n";
    uint64_t identity = identity_of(source);
    cr_assert_eq(identity_of(source), identity);
    cr_assert_eq(
        identity_of("/* A comment. */ int a, b;\n\nvoid set(int m) { a = m; }\n"),
        identity);
    cr_assert_neq(identity_of("int a, b; void set(int n) { b = n; }\n"), identity);
    cr_assert_neq(identity_of("int a, b; void set(int n) { a = n + 1; }\n"), identity);
    cr_assert_neq(identity_of("int a, b = 1; void set(int n) { a = n; }\n"), identity);
    cr_assert_neq(identity_of("int a, c; void set(int n) { a = n; }\n"), identity);
}

Test(elf_object, other_files_are_refused)
{
    struct elf_object object;
    put_file("text.o",
             "no object file, though long enough to hold the header of one ....");
    put_file("empty.o", "");
    cr_assert_eq(elf_read("text.o", &object), -1);
    cr_assert_eq(errno, ENOEXEC);
    cr_assert_eq(elf_read("empty.o", &object), -1);
    cr_assert_eq(errno, ENOEXEC);
    cr_assert_eq(elf_read("nowhere.o", &object), -1);
    cr_assert_eq(errno, ENOENT);
    cr_assert_eq(elf_read("/proc/self/exe", &object), -1);
}

/* Whatever stands in the headers, nothing outside of the file is read. */
Test(elf_object, a_file_that_was_cut_short_is_refused)
{
    struct elf_object object = read_source("int value; void set(void) { value = 1; }\n");
    for (size_t size = 0; size < object.size; size += 8) {
        struct elf_object cut;
        cr_assert_eq(write_file("cut.o", object.bytes, size), 0);
        if (elf_read("cut.o", &cut) == 0)
            elf_free(&cut);
    }
    elf_free(&object);
}
