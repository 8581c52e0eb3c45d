/*
 * counterexample_table_test.c - unit tests of a counterexample on a terminal and as JSON,
 * on reports made by hand: whole tables compared letter by letter, and the same ones
 * after a way through JSON. Link with validate/counterexample/[a-z]*.c,
 * validate/report/{page,utf8}.c, -lcjson and -ldw.
 */
#define _GNU_SOURCE
#include "counterexample_reports.h"

#include <errno.h>

#include "cx_table.h"
#include "utf8.h"

/* Lines come from debugging information, which a report made by hand has none of. */
static void give_lines(struct counterexample *cx, const char *file)
{
    for (unsigned i = 0; i < cx->step_count; i++)
        cx->steps[i].place = (struct cx_place){file, 10 * (int)cx->steps[i].thread + 7,
                                               "counter++; /* shared */"};
}

/* The table as text, for free(). */
static char *table_of(const struct counterexample *cx, int width,
                      enum table_extent extent, const char *hint)
{
    char *text = NULL;
    size_t size;
    struct page page = {.width = width};
    page.out = open_memstream(&text, &size);
    cr_assert(page.out);
    table_print(&page, 2, cx, extent, hint);
    fclose(page.out);
    return text;
}

/* Also that JSON loses nothing of it. */
static void assert_table(const struct counterexample *cx, int width,
                         enum table_extent extent, const char *expected)
{
    char *text = table_of(cx, width, extent, "make replay TASK=4 FULL=1");
    cr_assert_str_eq(text, expected);
    cJSON *json = cx_to_json(cx);
    struct counterexample *again = cx_from_json(json);
    cr_assert(again);
    char *second = table_of(again, width, extent, "make replay TASK=4 FULL=1");
    cr_assert_str_eq(second, expected);
    cx_free(again);
    cJSON_Delete(json);
    free(second);
    free(text);
}

static struct counterexample *lost_increment(void)
{
    begin_report(EXPLORE_WRONG, "the counter is 2, not 3");
    made.doomed_from = 4;
    step(0, EXPLORE_OP_CREATE, "T1")->relevant = false;
    step(0, EXPLORE_OP_CREATE, "T2")->relevant = false;
    reads(2, "counter", 1);
    reads(1, "counter", 1);
    interrupting();
    writes(1, "counter", 1, 2);
    step(1, EXPLORE_OP_END, "")->relevant = false;
    writes(2, "counter", 2, 2);
    struct counterexample *cx = cx_make(&made, NULL);
    cr_assert(cx);
    give_lines(cx, "sync.c");
    return cx;
}

Test(counterexample_table, two_columns)
{
    struct counterexample *cx = lost_increment();
    assert_table(
        cx, 80, TABLE_SHORT,
        "  T2 read counter = 1 before T1 wrote 2, and then wrote 2 as well: one "
        "increment\n"
        "  is lost.\n"
        "\n"
        "        | T1                                | T2\n"
        "  "
        "------+-----------------------------------+----------------------------------\n"
        "     3  |                                   | 27: reads counter = 1\n"
        "        -- T2 is interrupted: T1 goes on --\n"
        "     4  | 17: reads counter = 1             |\n"
        "     5  | 17: writes counter = 2 (was 1)    |\n"
        "        -- T1 has ended: T2 goes on --\n"
        "     7  |                                   | 27: writes counter = 2 (was 2)\n"
        "\n"
        "  sync.c\n"
        "     17 | counter++; /* shared */\n"
        "     27 | counter++; /* shared */\n"
        "\n"
        "  From step 4 on every schedule fails.\n"
        "  3 other steps are left out; with all of them: make replay TASK=4 FULL=1\n");
    cx_free(cx);
}

Test(counterexample_table, every_step)
{
    struct counterexample *cx = lost_increment();
    assert_table(
        cx, 80, TABLE_FULL,
        "  T2 read counter = 1 before T1 wrote 2, and then wrote 2 as well: one "
        "increment\n"
        "  is lost.\n"
        "\n"
        "        | T0                    | T1                    | T2\n"
        "  "
        "------+-----------------------+-----------------------+----------------------\n"
        "     1  | 7: creates T1         |                       |\n"
        "     2  | 7: creates T2         |                       |\n"
        "        -- switch to T2 --\n"
        "     3  |                       |                       | 27: reads counter = "
        "1\n"
        "        -- T2 is interrupted: T1 goes on --\n"
        "     4  |                       | 17: reads counter = 1 |\n"
        "     5  |                       | 17: writes counter =  |\n"
        "        |                       |   2 (was 1)           |\n"
        "     6  |                       | 17: ends              |\n"
        "        -- T1 has ended: T2 goes on --\n"
        "     7  |                       |                       | 27: writes counter =\n"
        "        |                       |                       |   2 (was 2)\n"
        "\n"
        "  sync.c\n"
        "      7 | counter++; /* shared */\n"
        "     17 | counter++; /* shared */\n"
        "     27 | counter++; /* shared */\n"
        "\n"
        "  From step 4 on every schedule fails.\n");
    cx_free(cx);
}

Test(counterexample_table, one_column_where_two_have_no_room)
{
    struct counterexample *cx = lost_increment();
    assert_table(cx, 40, TABLE_SHORT,
                 "  T2 read counter = 1 before T1 wrote 2,\n"
                 "  and then wrote 2 as well: one\n"
                 "  increment is lost.\n"
                 "\n"
                 "     3  | T2   | 27: reads counter = 1\n"
                 "        -- T2 is interrupted: T1 goes...\n"
                 "     4  | T1   | 17: reads counter = 1\n"
                 "     5  | T1   | 17: writes counter = 2\n"
                 "        |      |   (was 1)\n"
                 "        -- T1 has ended: T2 goes on --\n"
                 "     7  | T2   | 27: writes counter = 2\n"
                 "        |      |   (was 2)\n"
                 "\n"
                 "  sync.c\n"
                 "     17 | counter++; /* shared */\n"
                 "     27 | counter++; /* shared */\n"
                 "\n"
                 "  From step 4 on every schedule fails.\n"
                 "  3 other steps are left out; with all\n"
                 "  of them: make replay TASK=4 FULL=1\n");
    cx_free(cx);
}

/* ---- waiting --------------------------------------------------------------------- */

Test(counterexample_table, a_deadlock)
{
    begin_report(EXPLORE_DEADLOCK, "");
    step(1, EXPLORE_OP_LOCK, "A");
    step(2, EXPLORE_OP_LOCK, "B");
    interrupting();
    involve_in_cycle(1, EXPLORE_OP_LOCK, "B", 2);
    involve_in_cycle(2, EXPLORE_OP_LOCK, "A", 1);
    involve(0, EXPLORE_OP_JOIN, "T1")->holder = 1;
    struct counterexample *cx = cx_make(&made, NULL);
    cr_assert_eq(cx->cycle_count, 2);
    assert_table(
        cx, 72, TABLE_SHORT,
        "  T1 holds A and waits for B; T2 holds B and waits for A.\n"
        "\n"
        "        | T1                            | T2\n"
        "  ------+-------------------------------+------------------------------\n"
        "     1  | locks A                       |\n"
        "        -- T1 is interrupted: T2 goes on --\n"
        "     2  |                               | locks B\n"
        "        | waits for B (T2 holds it)     |\n"
        "        |                               | waits for A (T1 holds it)\n");
    cx_free(cx);
}

Test(counterexample_table, signals_and_whom_they_wake)
{
    begin_report(EXPLORE_WRONG, "the message");
    step(1, EXPLORE_OP_LOCK, "lock");
    step(2, EXPLORE_OP_SIGNAL, "C1");
    step(1, EXPLORE_OP_WAIT, "C1");
    step(3, EXPLORE_OP_LOCK, "lock");
    step(3, EXPLORE_OP_WAIT, "C1");
    step(2, EXPLORE_OP_LOCK, "lock");
    step(2, EXPLORE_OP_SIGNAL, "C1");
    step(2, EXPLORE_OP_BROADCAST, "C1");
    step(2, EXPLORE_OP_UNLOCK, "lock");
    step(3, EXPLORE_OP_WAKE, "C1");
    step(3, EXPLORE_OP_UNLOCK, "lock");
    step(1, EXPLORE_OP_WAKE, "C1")->wake = EXPLORE_SPURIOUS;
    struct counterexample *cx = cx_make(&made, NULL);
    cr_assert_str_eq(cx->steps[1].text, "signals C1: nobody waits");
    cr_assert_str_eq(cx->steps[2].text, "gives the lock up and sleeps on C1");
    cr_assert_str_eq(cx->steps[3].left, "T1 sleeps on C1");
    cr_assert_str_eq(cx->steps[6].text, "signals C1: wakes T3");
    cr_assert_str_eq(cx->steps[7].text, "broadcasts C1: wakes T1");
    cr_assert_str_eq(cx->steps[9].text, "wakes from C1, has the lock again");
    cr_assert_str_eq(
        cx->steps[11].text,
        "wakes from C1 without a signal (spurious wakeup), has the lock again");
    cx_free(cx);
}

Test(counterexample_table, who_holds_what_is_waited_for)
{
    begin_report(EXPLORE_WRONG, "the message");
    step(1, EXPLORE_OP_LOCK, "lock");
    step(2, EXPLORE_OP_START, "");
    step(1, EXPLORE_OP_UNLOCK, "lock");
    step(2, EXPLORE_OP_LOCK, "lock");
    struct counterexample *cx = cx_make(&made, NULL);
    cr_assert_str_eq(cx->steps[1].left, "");
    cr_assert_str_eq(cx->steps[2].left, "T2 waits for lock (T1 holds it)");
    cx_free(cx);
}

Test(counterexample_table, the_words_for_steps)
{
    begin_report(EXPLORE_WRONG, "the message");
    access_of(1, EXPLORE_OP_ATOMIC_UPDATE, "x", 2)->before = 1;
    access_of(1, EXPLORE_OP_ATOMIC_UPDATE, "x", 2)->failed = true;
    step(1, EXPLORE_OP_TRYLOCK, "A")->failed = true;
    step(1, EXPLORE_OP_TIMEDLOCK, "A")->wake = EXPLORE_TIMEOUT;
    step(1, EXPLORE_OP_SEM_POST, "S")->has_value = true;
    step(1, EXPLORE_OP_SEM_TRYWAIT, "S")->failed = true;
    reads(1, "buffer", 0)->location.size = 24;
    made.steps[made.step_count - 1].has_value = false;
    step(1, EXPLORE_OP_JOIN, "T2");
    static const char *const words[] = {
        "changes x from 1 to 2 (atomic)",
        "finds x = 2 and leaves it (atomic)",
        "tries to lock A: it is taken",
        "gives up waiting for A: time over",
        "posts S (now 0)",
        "gets nothing from S",
        "reads buffer (24 bytes)",
        "joins T2",
    };
    struct counterexample *cx = cx_make(&made, NULL);
    for (unsigned i = 0; i < cx->step_count; i++)
        cr_assert_str_eq(cx->steps[i].text, words[i]);
    cx_free(cx);
}

/* ---- where it ends --------------------------------------------------------------- */

Test(counterexample_table, a_crash_and_several_files)
{
    begin_report(EXPLORE_CRASH, "SIGSEGV");
    reads(1, "pointer", 0);
    reads(2, "other", 0);
    involve(2, EXPLORE_OP_READ, "");
    struct counterexample *cx = cx_make(&made, NULL);
    give_lines(cx, "a.c");
    cx->steps[1].place = (struct cx_place){"b.c", 5, "x = *other;"};
    cx->end.place = cx->steps[1].place;
    assert_table(cx, 60, TABLE_SHORT,
                 "  SIGSEGV\n"
                 "\n"
                 "        | T1                      | T2\n"
                 "  ------+-------------------------+------------------------\n"
                 "     1  | a.c:17: reads pointer = |\n"
                 "        |   0                     |\n"
                 "        -- switch to T2 --\n"
                 "     2  |                         | b.c:5: reads other = 0\n"
                 "        |                         | b.c:5: crashes here\n"
                 "\n"
                 "  a.c\n"
                 "     17 | counter++; /* shared */\n"
                 "\n"
                 "  b.c\n"
                 "      5 | x = *other;\n");
    cx_free(cx);
}

Test(counterexample_table, the_accesses_of_a_race_are_marked)
{
    begin_report(EXPLORE_RACE, "");
    writes(1, "x", 0, 1);
    involve_last();
    reads(2, "x", 1);
    involve_last();
    struct counterexample *cx = cx_make(&made, NULL);
    assert_table(cx, 60, TABLE_SHORT,
                 "  T1 writes x and T2 reads it, and nothing orders the two.\n"
                 "\n"
                 "        | T1                      | T2\n"
                 "  ------+-------------------------+------------------------\n"
                 "     1* | writes x = 1 (was 0)    |\n"
                 "        -- switch to T2 --\n"
                 "     2* |                         | reads x = 1\n"
                 "\n"
                 "  * nothing orders these accesses.\n");
    cx_free(cx);
}

/* ---- sizes ----------------------------------------------------------------------- */

static int lines_in(const char *text)
{
    int lines = 0;
    for (; *text; text++)
        lines += *text == '\n';
    return lines;
}

static void assert_fits(const char *text, int width)
{
    int columns = 0;
    while (*text) {
        if (*text == '\n') {
            columns = 0;
            text++;
            continue;
        }
        utf8_next(&text);
        cr_assert_leq(++columns, width);
    }
}

Test(counterexample_table, a_long_schedule_shows_its_end)
{
    begin_report(EXPLORE_WRONG, "the message");
    for (unsigned i = 0; i < 100; i++)
        writes(1, "x", i, i + 1);
    struct counterexample *cx = cx_make(&made, NULL);
    char *text = table_of(cx, 80, TABLE_SHORT, NULL);
    cr_assert_eq(lines_in(text), 4 + TABLE_ROWS + 2);
    cr_assert(strstr(text, "   100  | writes x = 100 (was 99)\n"));
    cr_assert(strstr(text, "\n  76 other steps are left out.\n"));
    cr_assert_null(strstr(text, "(was 75)"));
    free(text);
    text = table_of(cx, 80, TABLE_FULL, NULL);
    cr_assert_eq(lines_in(text), 4 + 100);
    free(text);
    cx_free(cx);
}

Test(counterexample_table, any_number_of_threads_in_any_width)
{
    static const int widths[] = {100, 80, 72, 40};
    for (uint32_t threads = 1; threads <= EXPLORE_MAX_THREADS; threads *= 2) {
        begin_report(EXPLORE_WRONG, "the message");
        for (uint32_t i = 0; i < threads; i++)
            writes(i, "counter", 0, UINT32_MAX);
        struct counterexample *cx = cx_make(&made, NULL);
        give_lines(cx, "a_file_with_a_rather_long_name.c");
        cx->steps[0].place.file = "other.c";
        for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++) {
            char *text = table_of(cx, widths[i], TABLE_FULL, NULL);
            assert_fits(text, widths[i]);
            free(text);
        }
        cx_free(cx);
    }
}

Test(counterexample_table, source_is_cut_between_characters_and_controls_nothing)
{
    begin_report(EXPLORE_WRONG, "the message");
    writes(1, "x", 0, 1);
    struct counterexample *cx = cx_make(&made, NULL);
    cx->steps[0].place = (struct cx_place){
        "a.c", 1,
        "\x1b[2J\xC3\xA4\xC3\xB6\xC3\xBC\xC3\xA4\xC3\xB6\xC3\xBC\xC3\xA4\xC3\xB6 "
        "\xff \xE2\x82\xAC\xE2\x82\xAC and more of it than there is room for"};
    char *text = table_of(cx, 40, TABLE_SHORT, NULL);
    assert_fits(text, 40);
    cr_assert(strstr(text,
                     "      1 | ?[2J\xC3\xA4\xC3\xB6\xC3\xBC\xC3\xA4\xC3\xB6\xC3\xBC"
                     "\xC3\xA4\xC3\xB6 ? \xE2\x82\xAC\xE2\x82\xAC and more ...\n"),
              "%s", text);
    free(text);
    cx_free(cx);
}

Test(counterexample_table, colours_only_where_they_are_wanted)
{
    struct counterexample *cx = lost_increment();
    char *text = NULL;
    size_t size;
    struct page page = {.width = 80, .colour = true};
    page.out = open_memstream(&text, &size);
    table_print(&page, 2, cx, TABLE_SHORT, NULL);
    fclose(page.out);
    cr_assert(strstr(text, "\033[33m-- T2 is interrupted: T1 goes on --\033[0m\n"));
    free(text);
    text = table_of(cx, 80, TABLE_SHORT, NULL);
    cr_assert_null(strchr(text, '\033'));
    free(text);
    cx_free(cx);
}

/* ---- JSON ------------------------------------------------------------------------ */

static struct counterexample *from_text(const char *text)
{
    cJSON *json = cJSON_Parse(text);
    cr_assert(json);
    errno = 0;
    struct counterexample *cx = cx_from_json(json);
    cJSON_Delete(json);
    return cx;
}

Test(counterexample_table, json_that_is_no_counterexample)
{
    static const char *const texts[] = {
        "[]",
        "{}",
        "{\"sentence\":\"s\",\"threads\":[],\"steps\":{},\"blocked\":[],\"cycle\":[]}",
        "{\"sentence\":\"\",\"threads\":[],\"steps\":[],\"blocked\":[],\"cycle\":[]}",
        "{\"sentence\":\"s\",\"threads\":[],\"steps\":[{}],\"blocked\":[],\"cycle\":[]}",
        "{\"sentence\":\"s\",\"threads\":[],\"steps\":[{\"thread\":\"T999\"}],"
        "\"blocked\":[],"
        "\"cycle\":[]}",
        "{\"sentence\":\"s\",\"threads\":[],\"steps\":[],\"blocked\":[],\"cycle\":[7]}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        cr_assert_null(from_text(texts[i]), "%s", texts[i]);
        cr_assert_eq(errno, EINVAL);
    }
}

Test(counterexample_table, json_with_the_least_there_can_be)
{
    struct counterexample *cx = from_text(
        "{\"sentence\":\"it fails\",\"threads\":[],\"steps\":[{\"thread\":\"T1\","
        "\"line\":-4,\"number\":1e300}],\"blocked\":[],\"cycle\":[],"
        "\"end\":{\"thread\":\"\"}}");
    cr_assert(cx);
    cr_assert_eq(cx->steps[0].place.line, 0);
    cr_assert_eq(cx->end.thread, EXPLORE_NOBODY);
    char *text = table_of(cx, 80, TABLE_FULL, NULL);
    cr_assert(strstr(text, "it fails"));
    free(text);
    cx_free(cx);
}
