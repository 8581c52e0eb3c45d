/*
 * lazy_library_test.c - unit tests of libraries that are loaded at the first call. Link with
 * validate/common/{lazy_library,command,files}.c.
 */
#define _GNU_SOURCE
#include "lazy_library.h"

#include <errno.h>

#include "command.h"
#include "scratch.h"

TestSuite(lazy_library, .init = scratch_open, .fini = scratch_close);

static struct lazy_library cjson = {.file = "libcjson.so.1"};

Test(lazy_library, is_loaded_once_and_keeps_errno)
{
    errno = EAGAIN;
    void *version = lazy_library_find(&cjson, "cJSON_Version");
    cr_assert(version);
    cr_assert_eq(errno, EAGAIN);
    void *handle = cjson.handle;
    cr_assert(handle);
    cr_assert_eq(lazy_library_find(&cjson, "cJSON_Version"), version);
    cr_assert_eq(cjson.handle, handle);
}

Test(lazy_library, a_library_that_is_not_there_ends_the_process, .exit_code = 3)
{
    struct lazy_library none = {.file = "libnosuchlibrary.so.1"};
    lazy_library_find(&none, "function");
}

Test(lazy_library, a_function_that_is_not_there_ends_the_process, .exit_code = 3)
{
    lazy_library_find(&cjson, "cJSON_NoSuchFunction");
}

static void run(const char *line)
{
    struct command sh = {0};
    command_add(&sh, "sh");
    command_add(&sh, "-c");
    command_add(&sh, "%s", line);
    cr_assert_eq(run_commands(&sh, 1, 1), 0);
    cr_assert_eq(sh.status, 0, "%s", sh.output);
    command_free(&sh);
}

/* Registers for floating point numbers, pointers and the stack: all arrive, the first time and later. */
Test(lazy_library, arguments_of_all_kinds_get_through_the_first_call)
{
    char line[PATH_MAX * 3];
    put_file("main.c",
             "#include <math.h>\n"
             "double lazy(double x, double y) { return pow(x, y); }\n"
             "int main(void)\n"
             "{\n"
             "    int exponent = 0, quotient = 0;\n"
             "    double part = frexp(48, &exponent), whole = 0;\n"
             "    return !(lazy(2, 10) == 1024 && lazy(3, 2) == 9 &&\n"
             "             part == 0.75 && exponent == 6 &&\n"
             "             modf(2.5, &whole) == 0.5 && whole == 2 &&\n"
             "             remquo(29, 3, &quotient) == -1 && quotient % 8 == 2 &&\n"
             "             fma(2, 3, 4) == 10 && ldexp(3, 4) == 48);\n"
             "}\n");
    snprintf(line, sizeof line, "sh %s/validate/common/lazy_library.sh libm.so.6 >lazy.s",
             lab_root);
    run(line);
    snprintf(line, sizeof line,
             "gcc -O0 -fno-builtin -no-pie -I%s/validate/common -o main main.c lazy.s "
             "%s/validate/common/lazy_library.c",
             lab_root, lab_root);
    run(line);
    run("! ldd ./main | grep libm.so");
    run("./main");
}
