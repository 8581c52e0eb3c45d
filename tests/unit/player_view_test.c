/*
 * player_view_test.c - unit tests of the pictures that the player draws, as text.
 */
#define _GNU_SOURCE
#include "player_reports.h"

#include <locale.h>

#include "player_view.h"

/* A picture's rows, a line each, for free(). */
static char *picture(const struct counterexample *cx, unsigned at, int columns, int rows,
                     struct player_view view)
{
    struct frame frame;
    struct player_state *state = state_open(cx);
    char row[1024], *text;
    size_t size;
    cr_assert(state);
    state_go(state, at);
    cr_assert_eq(frame_open(&frame, rows, columns, false), 0);
    view.state = state;
    view.title = view.title ? view.title : "Task 4: transfers";
    view.note = view.note ? view.note : "";
    player_draw(&frame, &view);
    FILE *out = open_memstream(&text, &size);
    cr_assert(out);
    for (int i = 0; i < rows; i++) {
        frame_row(&frame, i, row, sizeof row);
        cr_assert_leq(frame_width(row), columns);
        fprintf(out, "%s\n", row);
    }
    fclose(out);
    frame_close(&frame);
    state_free(state);
    return text;
}

static void assert_shows(const char *text, const char *part)
{
    cr_assert(strstr(text, part), "\"%s\" isn't in\n%s", part, text);
}

static void assert_hides(const char *text, const char *part)
{
    cr_assert_not(strstr(text, part), "\"%s\" is in\n%s", part, text);
}

Test(player_view, shows_where_the_threads_stand)
{
    struct counterexample *cx = ring_of_two();
    char *text = picture(cx, 5, 80, 24, (struct player_view){0});
    assert_shows(text, "Task 4: transfers");
    assert_shows(text, "deadlock\n");
    assert_shows(text, "step 5 of 6");
    assert_shows(text, "T2>    7     line 7;");
    assert_shows(text, "T1>    8     line 8;");
    assert_shows(text, "T1  next 8: needs B");
    assert_shows(text, "holds A");
    assert_shows(text, "A          held by T1");
    assert_shows(text, "B          free");
    assert_hides(text, "who waits for whom");
    free(text);
    cx_free(cx);
}

Test(player_view, shows_the_ring_at_the_end)
{
    struct counterexample *cx = ring_of_two();
    char *text = picture(cx, 6, 80, 24, (struct player_view){0});
    assert_shows(text, "T1,T2> 8     line 8;");
    assert_shows(text, "T1 -- B -> T2");
    assert_shows(text, "T2 -- A -> T1");
    assert_shows(text, "a ring: T1 -> T2 -> T1");
    assert_shows(text, "T1  waits for B (T2 has it)");
    assert_shows(text, cx->sentence);
    free(text);
    cx_free(cx);
}

Test(player_view, a_large_ring_is_told_before_its_edges)
{
    char name[2] = "A", next[2] = "A";
    begin_report(EXPLORE_DEADLOCK, "Deadlock");
    for (uint32_t thread = 1; thread <= 9; thread++) {
        name[0] = (char)('A' + thread);
        step(thread, EXPLORE_OP_LOCK, name);
    }
    for (uint32_t thread = 1; thread <= 9; thread++) {
        next[0] = (char)('A' + thread % 9 + 1);
        involve_in_cycle(thread, EXPLORE_OP_LOCK, next, thread % 9 + 1);
    }
    struct counterexample *cx = through_json(cx_make(&made, NULL));
    char *text = picture(cx, cx->step_count, 80, 24, (struct player_view){0});
    assert_shows(text, "a ring: T1 -> T2 -> T3");
    assert_shows(text, "T1 -- C -> T2");
    assert_shows(text, "and 7 more");
    free(text);
    cx_free(cx);
}

Test(player_view, explains_when_asked)
{
    struct counterexample *cx = lost_update();
    char *text = picture(cx, 2, 80, 24, (struct player_view){.explain = true});
    assert_shows(text, "though it could have gone on");
    assert_shows(text, "e short");
    free(text);
    text = picture(cx, 2, 80, 24, (struct player_view){0});
    assert_hides(text, "though it could have gone on");
    assert_shows(text, "e explain");
    free(text);
    cx_free(cx);
}

Test(player_view, the_note_and_the_help_are_shown)
{
    struct counterexample *cx = lost_update();
    char *text = picture(cx, 0, 80, 24, (struct player_view){.note = "Found elsewhere."});
    assert_shows(text, "Found elsewhere.");
    free(text);
    text = picture(cx, 0, 80, 24, (struct player_view){.help = true});
    assert_shows(text, "this; any key goes on");
    free(text);
    cx_free(cx);
}

Test(player_view, too_small_a_screen_is_told)
{
    struct counterexample *cx = lost_update();
    char *text = picture(cx, 0, 30, 5, (struct player_view){0});
    assert_shows(text, "30x5 is too small\nmake it 80x24, or q\n");
    free(text);
    cx_free(cx);
}

Test(player_view, every_size_and_place_can_be_drawn)
{
    struct counterexample *(*const kinds[])(void) = {ring_of_two, lost_update,
                                                     sleep_and_signal};
    for (unsigned i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        struct counterexample *cx = kinds[i]();
        for (unsigned at = 0; at <= cx->step_count; at++)
            for (int columns = 1; columns < 200; columns += 13)
                free(picture(cx, at, columns, columns / 2 + 1,
                             (struct player_view){.explain = at % 2, .help = at == 1}));
        cx_free(cx);
    }
}

Test(player_view, many_threads_give_way_to_those_at_work)
{
    begin_report(EXPLORE_WRONG, "wrong");
    for (uint32_t thread = 1; thread <= 60; thread++) {
        writes(thread, "count", thread - 1, thread);
        if (thread < 59)
            step(thread, EXPLORE_OP_END, "");
    }
    struct counterexample *cx = through_json(cx_make(&made, NULL));
    char *text = picture(cx, cx->step_count, 80, 24, (struct player_view){0});
    assert_shows(text, "T59");
    assert_shows(text, "T60");
    assert_shows(text, "and 58 more");
    free(text);
    cx_free(cx);
}

/* ---- frames ---------------------------------------------------------------------- */

static struct frame frame;
static char row[256];

static const char *row_text(int number)
{
    return frame_row(&frame, number, row, sizeof row);
}

Test(frame, text_that_is_too_long_is_cut_with_a_mark)
{
    frame_open(&frame, 2, 10, false);
    cr_assert_eq(frame_put(&frame, 0, 2, 5, 0, "abcdefgh"), 5);
    cr_assert_str_eq(row_text(0), "  abcd~");
    frame_put(&frame, 1, 8, 20, 0, "abcdefgh");
    cr_assert_str_eq(row_text(1), "        a~");
    frame_put(&frame, 7, 0, 5, 0, "elsewhere");
    frame_close(&frame);
}

Test(frame, what_moves_the_cursor_is_shown_as_a_question_mark)
{
    frame_open(&frame, 1, 20, false);
    frame_put(&frame, 0, 0, 20, 0, "a\033[2Jb\xff\xc2\x9b");
    cr_assert_str_eq(row_text(0), "a?[2Jb??");
    frame_close(&frame);
}

Test(frame, without_unicode_other_characters_are_question_marks)
{
    frame_open(&frame, 1, 20, false);
    frame_put(&frame, 0, 0, 20, 0, "\xc3\xa9t\xc3\xa9");
    cr_assert_str_eq(row_text(0), "?t?");
    frame_close(&frame);
}

Test(frame, wide_characters_and_marks_take_their_columns)
{
    if (!setlocale(LC_CTYPE, "C.UTF-8"))
        cr_skip_test("this machine has no UTF-8 locale");
    frame_open(&frame, 1, 6, true);
    cr_assert_eq(frame_put(&frame, 0, 0, 6, 0,
                           "e\xcc\x81\xe4\xb8\xad"
                           "x"),
                 4);
    cr_assert_str_eq(row_text(0), "e\xcc\x81\xe4\xb8\xad"
                                  "x");
    cr_assert_eq(frame_width("\xe4\xb8\xad"), 2);
    frame_put(&frame, 0, 5, 1, 0, "\xe4\xb8\xad");
    frame_close(&frame);
}

Test(frame, wraps_at_blanks_and_cuts_what_has_no_room)
{
    struct frame_area area = {0, 1, 3, 12};
    frame_open(&frame, 4, 14, false);
    cr_assert_eq(frame_wrap(&frame, area, 2, 0, "one two three four"), 2);
    cr_assert_str_eq(row_text(0), " one two");
    cr_assert_str_eq(row_text(1), "   three four");
    frame_close(&frame);
    frame_open(&frame, 4, 14, false);
    cr_assert_eq(
        frame_wrap(&frame, area, 0, 0, "abcdefghijklmnopqrstuvwxyz 012345678 9 x"), 3);
    cr_assert_str_eq(row_text(0), " abcdefghijkl");
    cr_assert_str_eq(row_text(2), " yz 01234567~");
    cr_assert_str_eq(row_text(3), "");
    frame_close(&frame);
}

Test(frame, no_frame_without_a_size)
{
    cr_assert_eq(frame_open(&frame, 0, 10, false), -1);
}
