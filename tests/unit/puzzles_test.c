/*
 * puzzles_test.c - unit tests of puzzles: what their first comment says, and the list of
 * a folder.
 */
#define _GNU_SOURCE
#include "scratch.h"

#include "puzzles.h"

TestSuite(puzzles, .init = scratch_open, .fini = scratch_close);

static struct puzzle puzzle;
static struct puzzle_list list;

Test(puzzles, the_first_comment_says_what_is_asked)
{
    puzzle_read("/*\n"
                " * title:   Two clerks\n"
                " * ask:     Can it\n"
                " *          go wrong?  \n"
                " * goal:    it fails\n"
                " * teaches: locks\n"
                " * with:    sync.c\n"
                " */\n"
                "/* title: another */\n",
                &puzzle);
    cr_assert_str_eq(puzzle.title, "Two clerks");
    cr_assert_str_eq(puzzle.ask, "Can it go wrong?");
    cr_assert_str_eq(puzzle.goal, "it fails");
    cr_assert_str_eq(puzzle.teaches, "locks");
    cr_assert_str_eq(puzzle.with, "sync.c");
}

Test(puzzles, a_comment_in_one_line_will_do)
{
    puzzle_read("/* title: Short */ int x;", &puzzle);
    cr_assert_str_eq(puzzle.title, "Short");
    cr_assert_str_eq(puzzle.ask, "");
}

Test(puzzles, without_a_comment_nothing_is_known)
{
    puzzle_read("int x; /* title: no */", &puzzle);
    cr_assert_str_eq(puzzle.title, "");
    puzzle_read("/* title: it never ends", &puzzle);
    cr_assert_str_eq(puzzle.title, "");
}

Test(puzzles, long_text_is_cut)
{
    char text[3000] = "/* title: ";
    memset(text + strlen(text), 'x', 2500);
    strcat(text, " */");
    puzzle_read(text, &puzzle);
    cr_assert_eq(strlen(puzzle.title), PUZZLE_TEXT - 1u);
}

Test(puzzles, are_found_in_the_order_of_their_names)
{
    put_file("p/10_last.c", "/* title: Last */");
    put_file("p/2_second.c", "/* title: Second */");
    put_file("p/1_first.c", "int x;");
    put_file("p/notes.txt", "no puzzle");
    put_file("p/.hidden.c", "no puzzle");
    cr_assert_eq(puzzles_find("p", &list), 0);
    cr_assert_eq(list.count, 3);
    cr_assert_str_eq(list.puzzles[0].title, "1_first");
    cr_assert_str_eq(list.puzzles[2].title, "Last");
    cr_assert_eq(puzzles_named(&list, "2"), &list.puzzles[1]);
    cr_assert_eq(puzzles_named(&list, "10_last"), &list.puzzles[2]);
    cr_assert_null(puzzles_named(&list, "4"));
    cr_assert_null(puzzles_named(&list, "0"));
    cr_assert_null(puzzles_named(&list, ""));
}

Test(puzzles, a_folder_that_is_not_there_has_none)
{
    cr_assert_eq(puzzles_find("nowhere", &list), 0);
    cr_assert_eq(list.count, 0);
}
