/*
 * build_test.c - unit tests of the way from a learner's file to a probe: what is made
 * again and what isn't, and what is refused in which words. Link with
 * validate/build/{build,contract,fresh,plain_words,symbols,task,unit}.c and
 * validate/common/{command,files}.c.
 *
 * Each test has a small lab of its own with one task, copied from this one. A gcc and an ld
 * that come first in PATH note each of their calls, then call the real one.
 */
#define _GNU_SOURCE
#include "build.h"

#include <fcntl.h>

#include "command.h"
#include "scratch.h"

#define STUB   "tasks/01_sequential/sequential.c"
#define HEADER "tasks/01_sequential/sequential.h"

static struct task_list tasks;
static struct build build; /* of the last call */
static struct build_places places;
static char *solution;

static void copy_from_lab(const char *path)
{
    char from[PATH_MAX];
    copy_file(make_path(from, "%s/%s", lab_root, path), path);
}

static void note_calls_of(const char *tool, const char *old_path)
{
    char text[PATH_MAX * 2], path[PATH_MAX];
    snprintf(text, sizeof text,
             "#!/bin/sh\necho \"$*\" >>%s/calls\nPATH=%s exec %s \"$@\"\n", scratch,
             old_path, tool);
    put_file(make_path(path, "bin/%s", tool), text);
    cr_assert_eq(chmod(path, 0755), 0);
}

static void note_calls(void)
{
    char path[PATH_MAX * 2];
    const char *old = getenv("PATH");
    note_calls_of("gcc", old);
    note_calls_of("ld", old);
    snprintf(path, sizeof path, "%s/bin:%s", scratch, old);
    cr_assert_eq(setenv("PATH", path, 1), 0);
}

static void open_lab(void)
{
    static const char *const files[] = {HEADER,
                                        "solutions/01_sequential/sequential.c",
                                        "runner/jobs.h",
                                        "validate/probe/redirect.txt",
                                        "validate/explore/program/calls.txt",
                                        "build/obj/explorer/program_begin.o",
                                        "build/obj/explorer/program_end.o",
                                        "build/obj/explorer/ranges.o",
                                        "build/obj/explorer/hooks.o",
                                        "build/obj/libprobe.a",
                                        "build/obj/liblazy.a",
                                        "build/obj/link.plain",
                                        "build/obj/link.tsan",
                                        "build/obj/plain/01_sequential.o",
                                        "build/obj/prelinked/plain/01_sequential.o",
                                        "build/obj/plain/jobs.o",
                                        "build/obj/prelinked/tsan/01_sequential.o"};
    scratch_open();
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        copy_from_lab(files[i]);
    copy_file("solutions/01_sequential/sequential.c", STUB);
    solution = get_file(STUB);
    note_calls();
    cr_assert_eq(find_tasks(".", &tasks), 0);
    cr_assert_eq(tasks.count, 1);
    places = (struct build_places){.root = scratch, .from = "tasks"};
}

static void close_lab(void)
{
    free_build(&build);
    free(solution);
    scratch_close();
}

TestSuite(build, .init = open_lab, .fini = close_lab, .timeout = 60);

static enum build_status build_again(bool races)
{
    free_build(&build);
    build = (struct build){.task = &tasks.tasks[0], .races = races};
    cr_assert_eq(build_tasks(&places, &build, 1), 0);
    return build.status;
}

static void build_well(void)
{
    cr_assert_eq(build_again(false), BUILD_OK, "%s\n%s", build.message,
                 build.diagnostics);
}

/* How often gcc and ld were called since the last look. */
static int calls_of_tools(void)
{
    int count = 0;
    char *text = read_file("calls", 1u << 20, NULL);
    for (const char *at = text; at && (at = strchr(at, '\n')); at++)
        count++;
    free(text);
    unlink("calls");
    return count;
}

/* Puts contents into a file that is older than anything that was made of it. */
static void put_old_file(const char *path, const char *before, const char *after)
{
    char text[32768];
    struct timespec long_ago[2] = {{.tv_sec = 1000}, {.tv_sec = 1000}};
    snprintf(text, sizeof text, "%s%s", before, after);
    put_file(path, text);
    cr_assert_eq(utimensat(AT_FDCWD, path, long_ago, 0), 0);
}

/* The solution with something behind it. */
static void put_stub(const char *more)
{
    put_old_file(STUB, solution, more);
}

/* ---- what is made ---------------------------------------------------------------- */

Test(build, a_probe_is_compiled_and_linked)
{
    build_well();
    cr_assert_eq(calls_of_tools(), 2);
    cr_assert_str_empty(build.message);
    cr_assert_null(build.diagnostics);
    cr_assert_eq(access("build/probes/tasks/sequential/probe.plain", X_OK), 0);
    cr_assert_neq(access("build/probes/tasks/sequential/probe.tsan", F_OK), 0);
}

Test(build, the_other_probes_are_made_when_races_are_judged)
{
    build_well();
    calls_of_tools();
    cr_assert_eq(build_again(true), BUILD_OK, "%s", build.message);
    cr_assert_eq(calls_of_tools(), 3, "compiled once, linked twice");
    cr_assert_eq(access("build/probes/tasks/sequential/probe.tsan", X_OK), 0);
    cr_assert_eq(access("build/probes/tasks/sequential/probe.explored", X_OK), 0);
}

Test(build, a_change_is_in_each_of_the_probes)
{
    cr_assert_eq(build_again(true), BUILD_OK, "%s", build.message);
    calls_of_tools();
    put_stub("int more_of_it = 1;\n");
    cr_assert_eq(build_again(true), BUILD_OK, "%s", build.message);
    cr_assert_eq(calls_of_tools(), 5);
    cr_assert_eq(build_again(true), BUILD_OK, "%s", build.message);
    cr_assert_eq(calls_of_tools(), 0);
}

static bool probe_defines(const char *variant, const char *function)
{
    struct command nm = {0};
    char wanted[128];
    snprintf(wanted, sizeof wanted, " T %s\n", function);
    command_add(&nm, "nm");
    command_add(&nm, "build/probes/tasks/sequential/probe.%s", variant);
    cr_assert_eq(run_commands(&nm, 1, 1), 0);
    bool found = nm.output && strstr(nm.output, wanted);
    command_free(&nm);
    return found;
}

/* The explorer's hooks have the same names as ThreadSanitizer's: where they are, it sees nothing. */
Test(build, accesses_go_to_the_judge_that_the_probe_is_for)
{
    cr_assert_eq(build_again(true), BUILD_OK, "%s", build.message);
    cr_assert(probe_defines("explored", "__tsan_read8"));
    cr_assert_not(probe_defines("tsan", "__tsan_read8"));
    cr_assert_not(probe_defines("tsan", "__tsan_func_entry"));
}

Test(build, a_second_call_makes_nothing)
{
    build_well();
    calls_of_tools();
    build_well();
    cr_assert_eq(calls_of_tools(), 0);
}

Test(build, a_changed_file_is_compiled_even_if_it_looks_old)
{
    build_well();
    calls_of_tools();
    put_stub("int more_of_it = 1;\n");
    build_well();
    cr_assert_eq(calls_of_tools(), 2);
}

Test(build, a_file_with_another_time_and_the_same_contents_is_not)
{
    build_well();
    calls_of_tools();
    put_stub("");
    build_well();
    cr_assert_eq(calls_of_tools(), 0);
}

Test(build, a_changed_header_is_seen_even_if_it_looks_old)
{
    char *header = get_file(HEADER);
    build_well();
    calls_of_tools();
    put_old_file(HEADER, header, "/* more */\n");
    build_well();
    cr_assert_geq(calls_of_tools(), 1);
    free(header);
}

Test(build, what_disappeared_is_made_again)
{
    build_well();
    calls_of_tools();
    cr_assert_eq(unlink("build/probes/tasks/sequential/probe.plain"), 0);
    build_well();
    cr_assert_eq(calls_of_tools(), 1, "linked, not compiled");
    cr_assert_eq(access("build/probes/tasks/sequential/probe.plain", X_OK), 0);
    cr_assert_eq(unlink("build/probes/tasks/sequential/sequential.plain.raw.o"), 0);
    build_well();
    cr_assert_geq(calls_of_tools(), 1);
}

Test(build, a_change_of_the_labs_own_objects_is_seen)
{
    build_well();
    calls_of_tools();
    copy_from_lab("build/obj/prelinked/plain/01_sequential.o");
    build_well();
    cr_assert_eq(calls_of_tools(), 1, "linked, not compiled");
}

Test(build, warnings_are_shown_each_time)
{
    put_stub("static int nobody_calls_me(void) { return 1; }\n");
    for (int i = 0; i < 2; i++) {
        build_well();
        cr_assert(build.diagnostics);
        assert_has(build.diagnostics, "nobody_calls_me");
    }
}

Test(build, another_folder_has_probes_of_its_own)
{
    build_well();
    put_file("mine/01_sequential/sequential.c", solution);
    places.from = "mine";
    build_well();
    assert_has_not(places.probes, "probes/tasks");
    char path[PATH_MAX];
    make_path(path, "%s/sequential/probe.plain", places.probes);
    cr_assert_eq(access(path, X_OK), 0);
}

Test(build, a_helper_may_have_any_other_name)
{
    put_stub("int observe_int(void) { return 1; }\nint seed;\nint arguments(void);\n"
             "int arguments(void) { return seed; }\n");
    build_well();
}

/* ---- what is refused ------------------------------------------------------------- */

/* Builds and expects a refusal of the learner's file that says `words`. */
static void refused(const char *words)
{
    cr_expect_eq(build_again(false), BUILD_REFUSED, "not refused: %s", words);
    cr_expect(strstr(build.message, words), "\"%s\" isn't in \"%s\"", words,
              build.message);
    cr_expect_str_eq(build.file, "sequential.c");
}

Test(build, names_that_clash_are_refused)
{
    static const char *const clashes[][2] = {
        {"int main(void) { return 0; }\n", "defines main(), but the lab has its own"},
        {"int io_fetch(const CatalogEntry *e, Metadata *m) { (void)e; (void)m; return 0; "
         "}\n",
         "defines io_fetch, which belongs to the jobs module"},
        {"int fork(void);\nint fork(void) { return -1; }\n",
         "defines fork, which is the name of a C library function"},
        {"int sem_wait(int *s);\nint sem_wait(int *s) { return *s; }\n",
         "defines sem_wait, which is the name of a C library function"},
    };
    for (size_t i = 0; i < sizeof clashes / sizeof clashes[0]; i++) {
        put_stub(clashes[i][0]);
        refused(clashes[i][1]);
        refused(clashes[i][1]);
    }
    put_stub("");
    build_well();
}

Test(build, a_function_that_is_missing_is_named)
{
    put_file(STUB, "#include \"sequential.h\"\n"
                   "int run_sequential(const CatalogEntry *c, size_t n, JobResult *r)\n"
                   "{\n    (void)c, (void)n, (void)r;\n    return 0;\n}\n");
    refused("measure_sequential is not defined in sequential.c");
    assert_has(build.message, "make reset TASK=1");
}

/* With the contract's header in front gcc itself would refuse it. */
Test(build, a_static_function_is_named)
{
    put_file(STUB,
             "#include <stddef.h>\n"
             "int run_sequential(void *c, size_t n, void *r);\n"
             "static int measure_sequential(void) { return 0; }\n"
             "int run_sequential(void *c, size_t n, void *r)\n"
             "{\n    (void)c, (void)n, (void)r;\n    return measure_sequential();\n}\n");
    refused("measure_sequential is `static`, so the lab can't call it");
}

Test(build, what_does_not_compile_is_explained)
{
    put_stub("int f(void)\n{\n    return 1\n}\n");
    refused("a ';' is missing");
    cr_assert_gt(build.line, 0);
    cr_assert(build.diagnostics);
    assert_has(build.diagnostics, "sequential.c");
    refused("a ';' is missing");
    put_stub("");
    build_well();
}

Test(build, a_name_that_nobody_defines_is_told_with_its_line)
{
    put_stub("int pthred_join(void);\nint f(void);\n"
             "int f(void)\n{\n    return pthred_join();\n}\n");
    refused("there is no function pthred_join");
    cr_assert_gt(build.line, 0);
}

Test(build, what_is_no_source_is_told_without_the_compiler)
{
    static char much[(1u << 20) + 2];
    memset(much, '\n', sizeof much - 1);
    put_file(STUB, much);
    refused("is larger than 1 MiB");
    put_file(STUB, " \t\r\n");
    refused("is empty; `make reset TASK=1` brings the stub back");
    cr_assert_eq(write_file(STUB, "int a;\0int b;", 13), 0);
    refused("holds a zero byte");
    cr_assert_eq(unlink(STUB), 0);
    refused("is missing; `make reset TASK=1` brings the stub back");
    cr_assert_eq(make_folders(STUB), 0);
    refused("is a folder, not a file");
    cr_assert_eq(rmdir(STUB), 0);
    cr_assert_eq(mkfifo(STUB, 0600), 0);
    refused("can't be read");
    cr_assert_eq(calls_of_tools(), 0);
}

/* ---- when the lab itself fails --------------------------------------------------- */

Test(build, missing_objects_of_the_lab_are_not_the_learners_fault)
{
    cr_assert_eq(unlink("build/obj/libprobe.a"), 0);
    cr_assert_eq(build_again(false), BUILD_ERROR);
    assert_has(build.message, "the lab's own objects for this task are missing");
}

Test(build, a_compiler_that_can_not_be_started_is_not_the_learners_fault)
{
    cr_assert_eq(setenv("PATH", "/nowhere", 1), 0);
    cr_assert_eq(build_again(false), BUILD_ERROR);
    assert_has(build.message, "the compiler could not be started");
}

Test(build, a_compiler_that_is_killed_is_not_the_learners_fault)
{
    put_file("bin/gcc", "#!/bin/sh\necho 'a.c:1:1: error: x'\nkill -9 $$\n");
    cr_assert_eq(chmod("bin/gcc", 0755), 0);
    cr_assert_eq(build_again(false), BUILD_ERROR);
    assert_has(build.message, "the compiler itself failed");
}
