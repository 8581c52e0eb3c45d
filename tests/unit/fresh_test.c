/*
 * fresh_test.c - unit tests of the keys that decide what is built again, and of the names
 * read from object files. Link with validate/build/{fresh,symbols}.c and
 * validate/common/{command,files}.c.
 */
#define _GNU_SOURCE
#include "fresh.h"

#include <fcntl.h>

#include "command.h"
#include "scratch.h"
#include "symbols.h"

TestSuite(fresh, .init = scratch_open, .fini = scratch_close);
TestSuite(symbols, .init = scratch_open, .fini = scratch_close);

static uint64_t key_of_text(const char *text)
{
    struct key key = key_begin();
    key_add_text(&key, text);
    return key.hash;
}

static uint64_t key_of_file(const char *path)
{
    struct key key = key_begin();
    cr_assert(key_add_file(&key, path));
    return key.hash;
}

static uint64_t key_of_dependencies(const char *path)
{
    struct key key = key_begin();
    cr_assert(key_add_dependencies(&key, path), "%s", path);
    return key.hash;
}

/* ---- keys ------------------------------------------------------------------------ */

Test(fresh, flags_change_the_key)
{
    cr_assert_eq(key_of_text("-O0"), key_of_text("-O0"));
    cr_assert_neq(key_of_text("-O0"), key_of_text("-O1"));
    cr_assert_neq(key_of_text(""), key_begin().hash);
}

Test(fresh, where_a_text_ends_is_part_of_the_key)
{
    struct key one = key_begin(), other = key_begin();
    key_add_text(&one, "ab");
    key_add_text(&one, "c");
    key_add_text(&other, "a");
    key_add_text(&other, "bc");
    cr_assert_neq(one.hash, other.hash);
}

Test(fresh, contents_change_the_key_and_times_do_not)
{
    put_file("a", "int x;");
    uint64_t key = key_of_file("a");
    struct timespec times[2] = {{.tv_sec = 1000}, {.tv_sec = 1000}};
    cr_assert_eq(utimensat(AT_FDCWD, "a", times, 0), 0);
    cr_assert_eq(key_of_file("a"), key);
    put_file("a", "int y;");
    cr_assert_neq(key_of_file("a"), key);
    put_file("a", "int x;");
    cr_assert_eq(key_of_file("a"), key);
}

Test(fresh, the_name_is_part_of_the_key)
{
    put_file("a", "int x;");
    put_file("b", "int x;");
    cr_assert_neq(key_of_file("a"), key_of_file("b"));
}

Test(fresh, what_is_missing_is_said)
{
    struct key key = key_begin();
    cr_assert_not(key_add_file(&key, "a"));
    cr_assert_not(key_add_stamp(&key, "a"));
    cr_assert_not(key_add_dependencies(&key, "a.d"));
    put_file("a.d", "a.o: a.c\n");
    cr_assert_not(key_add_dependencies(&key, "a.d"));
}

Test(fresh, a_stamp_sees_the_time_and_the_size)
{
    struct timespec times[2] = {{.tv_sec = 1000}, {.tv_sec = 1000}};
    struct key first = key_begin(), later = key_begin(), longer = key_begin();
    put_file("a", "x");
    cr_assert_eq(utimensat(AT_FDCWD, "a", times, 0), 0);
    cr_assert(key_add_stamp(&first, "a"));
    times[1].tv_nsec = 1;
    cr_assert_eq(utimensat(AT_FDCWD, "a", times, 0), 0);
    cr_assert(key_add_stamp(&later, "a"));
    put_file("a", "xy");
    cr_assert_eq(utimensat(AT_FDCWD, "a", times, 0), 0);
    cr_assert(key_add_stamp(&longer, "a"));
    cr_assert_neq(first.hash, later.hash);
    cr_assert_neq(later.hash, longer.hash);
}

Test(fresh, a_stored_key_is_recognised)
{
    struct key key = key_begin(), other = key_begin();
    key_add_text(&other, "x");
    cr_assert_not(key_matches(key, "key"));
    cr_assert_eq(key_store(key, "key"), 0);
    cr_assert(key_matches(key, "key"));
    cr_assert_not(key_matches(other, "key"));
    put_file("key", "");
    cr_assert_not(key_matches(key, "key"));
    cr_assert_eq(key_store(key, "nothing/key"), -1);
}

/* ---- dependency files ------------------------------------------------------------ */

Test(fresh, each_dependency_changes_the_key)
{
    static const char *const files[] = {"a.c", "b.h", "deep/c.h", "d.h"};
    for (int i = 0; i < 4; i++)
        put_file(files[i], "before");
    put_file("a.d", "a.o: a.c b.h \\\n deep/c.h d.h\n");
    for (int i = 0; i < 4; i++) {
        uint64_t key = key_of_dependencies("a.d");
        put_file(files[i], "after");
        cr_assert_neq(key_of_dependencies("a.d"), key, "%s isn't seen", files[i]);
    }
}

Test(fresh, the_last_name_may_end_with_the_file)
{
    put_file("a.c", "before");
    put_file("a.d", "a.o: a.c");
    uint64_t key = key_of_dependencies("a.d");
    put_file("a.c", "after");
    cr_assert_neq(key_of_dependencies("a.d"), key);
}

Test(fresh, a_space_in_a_name_is_escaped)
{
    put_file("my file.h", "before");
    put_file("a.c", "x");
    put_file("a.d", "a.o: a.c my\\ file.h\n");
    uint64_t key = key_of_dependencies("a.d");
    put_file("my file.h", "after");
    cr_assert_neq(key_of_dependencies("a.d"), key);
}

/* What gcc really writes: names with characters that make gives a meaning to. */
Test(fresh, understands_what_gcc_writes)
{
    static const char *const names[] = {"plain.h", "two words.h", "a$b.h", "a#b.h",
                                        "a:b.h"};
    struct command gcc = {0};
    char text[512] = "";
    for (int i = 0; i < 5; i++) {
        put_file(names[i], "\n");
        snprintf(text + strlen(text), sizeof text - strlen(text), "#include \"%s\"\n",
                 names[i]);
    }
    put_file("in a folder/a.c", text);
    command_add(&gcc, "gcc");
    command_add(&gcc, "-I.");
    command_add(&gcc, "-MMD");
    command_add(&gcc, "-c");
    command_add(&gcc, "in a folder/a.c");
    command_add(&gcc, "-oa.o");
    cr_assert_eq(run_commands(&gcc, 1, 1), 0);
    cr_assert_eq(gcc.status, 0, "%s", gcc.output);
    command_free(&gcc);
    for (int i = 0; i < 5; i++) {
        uint64_t key = key_of_dependencies("a.d");
        put_file(names[i], "\n\n");
        cr_assert_neq(key_of_dependencies("a.d"), key, "%s isn't seen", names[i]);
    }
}

/* ---- symbols --------------------------------------------------------------------- */

static void compile(const char *text)
{
    struct command gcc = {0};
    put_file("a.c", text);
    command_add(&gcc, "gcc");
    command_add(&gcc, "-c");
    command_add(&gcc, "a.c");
    cr_assert_eq(run_commands(&gcc, 1, 1), 0);
    cr_assert_eq(gcc.status, 0, "%s", gcc.output);
    command_free(&gcc);
}

Test(symbols, tells_defined_from_undefined_and_global_from_local)
{
    struct symbol_list list;
    compile(
        "int shared;\n"
        "static int hidden(void) { return 1; }\n"
        "extern int elsewhere(void);\n"
        "extern int maybe(void) __attribute__((weak));\n"
        "int offered(void) { return hidden() + elsewhere() + (maybe ? maybe() : 0); }\n");
    cr_assert_eq(read_symbols("a.o", &list), 0);
    const struct {
        const char *name;
        bool defined, global;
    } expected[] = {
        {"shared", true, true}, {"hidden", true, false}, {"offered", true, true}};
    for (int i = 0; i < 3; i++) {
        const struct symbol *found = find_symbol(&list, expected[i].name);
        cr_assert(found, "%s", expected[i].name);
        cr_assert_eq(found->defined, expected[i].defined, "%s", expected[i].name);
        cr_assert_eq(found->global, expected[i].global, "%s", expected[i].name);
    }
    cr_assert(find_symbol(&list, "elsewhere"));
    cr_assert_not(find_symbol(&list, "elsewhere")->defined);
    cr_assert(find_symbol(&list, "maybe"));
    cr_assert_not(find_symbol(&list, "maybe")->defined);
    cr_assert_null(find_symbol(&list, "offer"), "a part of a name is no name");
    free_symbols(&list);
    cr_assert_eq(list.count, 0);
}

Test(symbols, a_file_that_is_no_object_is_refused)
{
    struct symbol_list list;
    put_file("a.o", "no object");
    cr_assert_eq(read_symbols("a.o", &list), -1);
    cr_assert_eq(read_symbols("missing.o", &list), -1);
    cr_assert_eq(list.count, 0);
}
