/*
 * explore_library_test.c - library functions in a schedule: they do what the real ones do, and
 * the memory that they touch counts as touched.
 */
#include <stdarg.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "explore_calls.h"
#include "input.h"
#include "models.h"
#include "printed.h"

#undef time

static char shared[64];

/* ---- races ----------------------------------------------------------------------------- */

static void *copy_to_shared(void *arg)
{
    explore_memcpy(shared, "hello", 6);
    return arg;
}

static void *format_to_shared(void *arg)
{
    explore_snprintf(shared, sizeof shared, "%d", 1234);
    return arg;
}

static void *print_shared(void *arg)
{
    explore_printf("%s\n", shared);
    return arg;
}

static void *print_nothing_of_shared(void *arg)
{
    explore_printf("%.0s%d\n", shared, 1);
    return arg;
}

static void *measure_shared(void *arg)
{
    explore_strlen(shared);
    return arg;
}

static void *measure_copy(void *arg)
{
    char copy[8] = "abc";
    explore_strcat(copy, "def");
    explore_strlen(copy);
    return arg;
}

static void *(*routines[2])(void *);

static void runs_both(void *arg)
{
    pthread_t threads[2];
    explore_strcpy(shared, "first");
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, routines[i], arg);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
}

static enum explore_verdict verdict_on(void *(*first)(void *), void *(*second)(void *))
{
    routines[0] = first;
    routines[1] = second;
    return explored(runs_both).verdict;
}

Test(explore_library, what_functions_read_and_write_may_race)
{
    cr_expect_eq(verdict_on(copy_to_shared, measure_shared), EXPLORE_RACE);
    cr_expect_eq(verdict_on(copy_to_shared, print_shared), EXPLORE_RACE);
    cr_expect_eq(verdict_on(format_to_shared, copy_to_shared), EXPLORE_RACE);
}

Test(explore_library, what_they_do_not_touch_does_not)
{
    cr_expect_eq(verdict_on(measure_shared, print_shared), EXPLORE_CLEAN);
    cr_expect_eq(verdict_on(copy_to_shared, measure_copy), EXPLORE_CLEAN);
    cr_expect_eq(verdict_on(copy_to_shared, print_nothing_of_shared), EXPLORE_CLEAN);
}

/* ---- results --------------------------------------------------------------------------- */

static void check(bool right, const char *what)
{
    if (!right)
        explore_wrong(what);
}

static void handles_strings(void *arg)
{
    char text[64] = "one,two;three", *next;
    (void)arg;
    check(strcmp(explore_strtok(text, ",;"), "one") == 0, "first token");
    check(strcmp(explore_strtok(NULL, ",;"), "two") == 0, "second token");
    check(strcmp(explore_strtok(NULL, ",;"), "three") == 0, "third token");
    check(explore_strtok(NULL, ",;") == NULL, "no fourth token");
    check(explore_strtok_r(NULL, ",", &next) == NULL, "no token without a string");
    explore_strcpy(text, "abc");
    explore_strncat(text, "defgh", 3);
    check(strcmp(text, "abcdef") == 0, "strncat");
    check(explore_strncmp(text, "abcxyz", 3) == 0, "strncmp up to the limit");
    check(explore_strcmp(text, "abcx") < 0, "strcmp");
    check(explore_strcasecmp("ABC", "abd") < 0, "strcasecmp");
    check(explore_strchr(text, 'd') == text + 3, "strchr");
    check(explore_strrchr(text, 'z') == NULL, "strrchr");
    check(explore_memchr(text, 'f', 3) == NULL, "memchr within its limit");
    check(explore_strtol(" 42x", &next, 10) == 42 && *next == 'x', "strtol");
    check(explore_strnlen(text, 2) == 2, "strnlen");
    explore_memmove(text + 1, text, 3);
    check(strcmp(text, "aabcef") == 0, "memmove");
    explore_memset(text, 'z', 2);
    check(explore_memcmp(text, "zzb", 3) == 0, "memset");
}

Test(explore_library, strings_are_handled_as_always)
{
    struct explore_report report = explored(handles_strings);
    cr_expect_eq(report.verdict, EXPLORE_CLEAN, "%s", report.message);
}

static void formats(void *arg)
{
    char text[32], word[8];
    int a = 0, b = 0;
    double c = 0;
    (void)arg;
    check(explore_snprintf(text, 5, "%s", "abcdefgh") == 8, "length of all");
    check(strcmp(text, "abcd") == 0, "what fits");
    explore_sprintf(text, "%*d|%-4s|%.2f|%c|%%|%ld|%.*s", 4, 7, "x", 1.5, 'y', 1L << 40,
                    2, "pqr");
    check(strcmp(text, "   7|x   |1.50|y|%|1099511627776") > 0, "all conversions");
    check(explore_sscanf("12 34x 5.5 word", "%d %*d%*c %lf %7s", &a, &c, word) == 3,
          "three values");
    check(a == 12 && c == 5.5 && strcmp(word, "word") == 0, "the right ones");
    check(explore_sscanf("3:4", "%d:%d", &a, &b) == 2 && b == 4, "with text between");
    check(explore_sscanf("ab]", "%[^]]", word) == 1 && strcmp(word, "ab") == 0, "a set");
}

Test(explore_library, formats_are_followed)
{
    struct explore_report report = explored(formats);
    cr_expect_eq(report.verdict, EXPLORE_CLEAN, "%s", report.message);
}

static int compare(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

static void sorts(void *arg)
{
    int numbers[] = {5, 3, 9, 1, 1, 7, -2, 8};
    (void)arg;
    for (size_t count = 0; count <= 8; count++) {
        int some[8];
        memcpy(some, numbers, sizeof some);
        explore_qsort(some, count, sizeof *some, compare);
        for (size_t i = 1; i < count; i++)
            check(some[i - 1] <= some[i], "not in order");
    }
}

Test(explore_library, qsort_sorts)
{
    cr_expect_eq(explored(sorts).verdict, EXPLORE_CLEAN);
}

static int first_numbers[2];

static void *draw(void *arg)
{
    int *number = arg;
    sched_yield();
    *number = explore_rand();
    return NULL;
}

static void draws(void *arg)
{
    pthread_t threads[2];
    int numbers[2];
    (void)arg;
    explore_srand(7);
    check(explore_rand() == first_numbers[0], "not glibc's first number");
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, draw, &numbers[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    check(numbers[0] != numbers[1], "threads draw the same numbers");
    if (first_numbers[1] == 0)
        first_numbers[1] = numbers[1];
    check(numbers[1] == first_numbers[1], "a thread's numbers depend on the schedule");
}

Test(explore_library, random_numbers_are_the_same_in_every_schedule)
{
    srand(7);
    first_numbers[0] = rand();
    first_numbers[1] = 0;
    struct explore_report report = explored(draws);
    cr_expect_eq(report.verdict, EXPLORE_CLEAN, "%s", report.message);
}

/* ---- streams --------------------------------------------------------------------------- */

static void prints(void *arg)
{
    (void)arg;
    explore_printf("%s %d\n", "one", 1);
    explore_puts("two");
    explore_fprintf(stderr, "%c", 't');
    explore_putchar('h');
    explore_fputs("ree", stdout);
    explore_fwrite("\n", 1, 1, stdout);
    explore_write(1, "four\n", 5);
    explore_fflush(NULL);
}

Test(explore_library, what_the_first_schedule_prints_is_kept)
{
    char kept[24] = "";
    printed_keep(kept, 16);
    cr_expect_eq(explored(prints).verdict, EXPLORE_CLEAN);
    cr_expect_str_eq(kept, "one 1\ntwo\nthree\n");
    cr_expect_eq(printed_length(), sizeof "one 1\ntwo\nthree\nfour\n" - 1);
    printed_keep(NULL, 0);
}

static void prints_to_another(void *arg)
{
    static FILE other;
    (void)arg;
    explore_fprintf(&other, "x");
}

Test(explore_library, other_streams_are_unsupported)
{
    struct explore_report report = explored(prints_to_another);
    cr_expect_eq(report.verdict, EXPLORE_UNSUPPORTED);
    cr_expect(strstr(report.message, "fprintf"), "%s", report.message);
}

static void reads_input(void *arg)
{
    char line[8];
    (void)arg;
    check(explore_getchar() == EOF, "getchar");
    check(explore_fgets(line, sizeof line, stdin) == NULL, "fgets");
    check(explore_feof(stdin), "feof");
}

Test(explore_library, reading_the_standard_input_is_noticed)
{
    cr_expect(!input_was_read());
    cr_expect_eq(explored(reads_input).verdict, EXPLORE_CLEAN);
    cr_expect(input_was_read());
}

/* ---- signals --------------------------------------------------------------------------- */

static void on_signal(int number)
{
    (void)number;
}

static void sets_handler(void *arg)
{
    explore_signal(SIGINT, SIG_IGN);
    check(explore_signal(SIGINT, SIG_DFL) == SIG_IGN, "the handler before");
    if (arg == NULL)
        explore_signal(SIGINT, on_signal);
}

Test(explore_library, a_signal_can_be_ignored_but_not_handled)
{
    struct explore_report report = explored(sets_handler);
    cr_expect_eq(report.verdict, EXPLORE_UNSUPPORTED);
    cr_expect(strstr(report.message, "signal"), "%s", report.message);
    cr_assert_eq(explore(sets_handler, &report, NULL, NULL, &report), 0);
    cr_expect_eq(report.verdict, EXPLORE_CLEAN);
}

/* ---- what teaching programs ask for --------------------------------------------------------- */

static void asks_for_this_and_that(void *arg)
{
    sigset_t set;
    struct rusage usage;
    struct tms times;
    clockid_t clock;
    struct timespec now;
    char name[16];
    (void)arg;
    sigemptyset(&set);
    bool fine = explore_alarm(10) == 0 && explore_alarm(0) == 0 &&
                explore_pthread_sigmask(SIG_BLOCK, &set, &set) == 0 &&
                explore_pthread_sigmask(99, &set, NULL) == EINVAL &&
                explore_getrusage(RUSAGE_SELF, &usage) == 0 &&
                explore_times(&times) != (clock_t)-1 &&
                explore_pthread_getcpuclockid(pthread_self(), &clock) == 0 &&
                clock_gettime(clock, &now) == 0 &&
                explore_prctl(PR_SET_NAME, (unsigned long)"worker") == 0 &&
                explore_prctl(PR_GET_NAME, (unsigned long)name) == 0 &&
                explore___sysconf(_SC_NPROCESSORS_ONLN) == 2 &&
                explore_strtoimax("-12", NULL, 10) == -12;
    if (!fine)
        explore_wrong("a call answers differently");
}

Test(explore_library, calls_that_change_nothing_are_answered)
{
    expect(asks_for_this_and_that, EXPLORE_CLEAN, "");
}

static void complains(void *arg)
{
    (void)arg;
    errno = EINVAL;
    explore_warn("%d is wrong", 7);
    explore_warnx("stop");
    explore_errx(1, "end of %s", "it");
}

Test(explore_library, err_prints_and_ends_the_process)
{
    static char text[256];
    struct explore_options options = {.schedules = 1, .program = true};
    struct explore_report report;
    printed_keep(text, sizeof text);
    cr_assert_eq(explore(complains, NULL, NULL, &options, &report), 0);
    expect_verdict(&report, EXPLORE_CLEAN);
    cr_expect_str_eq(text, "program: 7 is wrong: Invalid argument\nprogram: stop\n"
                           "program: end of it\n");
}
