/*
 * page_test.c - unit tests of text on a terminal: its width, wrapping, colour, and that
 * no text can move the cursor. Link with validate/report/{page,utf8}.c.
 */
#define _GNU_SOURCE
#include "page.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <pty.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "rng.h"

#define INDENT 6

/* A page into memory. */
static struct page page;
static char *text;
static size_t size;

static void open_page(int width)
{
    page = (struct page){.out = open_memstream(&text, &size), .width = width};
    cr_assert(page.out);
}

static void close_page(const char *expected)
{
    fclose(page.out);
    cr_expect_str_eq(text, expected);
    free(text);
}

/* ---- wrapping -------------------------------------------------------------------- */

Test(page, a_paragraph_is_wrapped_and_indented)
{
    open_page(16);
    page_paragraph(&page, INDENT, "what", "one two three four fives");
    close_page("what  one two\n      three four\n      fives\n");
}

Test(page, a_line_may_be_full)
{
    open_page(16);
    page_continue(&page, INDENT, "1234567890 1234 67890 123");
    close_page("1234567890\n      1234 67890\n      123\n");
}

Test(page, line_breaks_are_kept)
{
    open_page(40);
    page_paragraph(&page, INDENT, "", "one\n\ntwo\n");
    close_page("      one\n      \n      two\n      \n");
}

Test(page, a_word_that_does_not_fit_has_a_line_of_its_own)
{
    open_page(16);
    page_continue(&page, INDENT, "a 12345678901234567890 b");
    close_page("a\n      12345678901234567890\n      b\n");
}

Test(page, spaces_in_front_of_a_word_are_no_line)
{
    open_page(16);
    page_continue(&page, INDENT, "   1234567890 a\n   12");
    close_page("1234567890\n      a\n         12\n");
}

Test(page, an_empty_text_is_an_empty_line)
{
    open_page(40);
    page_continue(&page, INDENT, "");
    close_page("\n");
}

/* A text of words that fit, with spaces and line breaks anywhere. */
static void make_text(struct rng *rng, char *made, int width)
{
    for (int words = (int)rng_range(rng, 1, 30); words > 0; words--) {
        for (int spaces = (int)rng_range(rng, 0, 3); spaces > 0; spaces--)
            *made++ = ' ';
        for (int length = (int)rng_range(rng, 1, width - INDENT); length > 0; length--)
            *made++ = (char)rng_range(rng, 'a', 'z');
        *made++ = rng_range(rng, 0, 5) == 0 ? '\n' : ' ';
    }
    *made = '\0';
}

static void strip_blanks(char *from)
{
    char *to = from;
    for (; *from; from++)
        if (*from != ' ' && *from != '\n')
            *to++ = *from;
    *to = '\0';
}

Test(page, no_line_goes_beyond_the_width_and_no_letter_is_lost)
{
    struct rng rng = {1};
    char made[4096];
    for (int round = 0; round < 500; round++) {
        int width = (int)rng_range(&rng, 10, 60);
        make_text(&rng, made, width);
        open_page(width);
        page_paragraph(&page, INDENT, "", made);
        fclose(page.out);
        for (char *line = text; *line; line += strcspn(line, "\n") + 1)
            cr_assert_leq((int)strcspn(line, "\n"), width,
                          "a line too long in:\n%s\nof:\n%s", text, made);
        strip_blanks(text);
        strip_blanks(made);
        cr_assert_str_eq(text, made);
        free(text);
    }
}

/* ---- characters ------------------------------------------------------------------ */

Test(page, control_characters_are_shown_as_question_marks)
{
    open_page(80);
    page_continue(&page, 0, "a\033[2Jb\rc\bd\177e\tf");
    close_page("a?[2Jb?c?d?e\tf\n");
    open_page(80);
    page_verbatim(&page, 2, "a\033[2J\n\r\n\nb\a");
    close_page("  a?[2J\n  ?\n\n  b?\n");
}

/* U+009B is for many terminals what ESC [ is. */
Test(page, so_are_those_beyond_ascii_and_stray_bytes)
{
    open_page(80);
    page_continue(&page, 0,
                  "a\xc2\x9b"
                  "2Jb\x9b"
                  "2J\xff\xc3");
    close_page("a?2Jb?2J??\n");
}

Test(page, other_characters_are_kept)
{
    open_page(80);
    page_verbatim(&page, 0, "caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x90\xa7 \xc2\xa0");
    close_page("caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x90\xa7 \xc2\xa0\n");
}

/* ---- colour and width ------------------------------------------------------------ */

static void set(const char *name, const char *value)
{
    cr_assert_eq(value ? setenv(name, value, 1) : unsetenv(name), 0);
}

static struct page page_into_file(void)
{
    FILE *out = tmpfile();
    cr_assert(out);
    return page_open(out);
}

Test(page, a_file_gets_no_colour)
{
    set("NO_COLOR", NULL);
    set("TERM", "xterm");
    struct page file = page_into_file();
    cr_assert_not(file.colour);
    page_print(&file, PAGE_RED, "%d", 7);
    cr_assert_eq(ftell(file.out), 1);
    fclose(file.out);
}

Test(page, colour_is_put_around_the_text_and_taken_back)
{
    open_page(80);
    page.colour = true;
    page_print(&page, PAGE_RED, "%s", "x");
    page_print(&page, PAGE_PLAIN, "y");
    close_page("\033[31mx\033[0my");
}

struct wish {
    const char *term, *no_color;
    bool colour;
};

Test(page, a_terminal_gets_colour_unless_somebody_is_against_it)
{
    static const struct wish wishes[] = {{"xterm", NULL, true},
                                         {"xterm", "", true},
                                         {"xterm", "1", false},
                                         {"dumb", NULL, false},
                                         {NULL, NULL, true}};
    struct winsize window = {.ws_row = 24, .ws_col = 66};
    int master, slave;
    if (openpty(&master, &slave, NULL, NULL, &window) != 0)
        cr_skip_test("this machine has no pseudo-terminals");
    FILE *out = fdopen(slave, "w");
    cr_assert(out);
    for (size_t i = 0; i < sizeof wishes / sizeof wishes[0]; i++) {
        set("TERM", wishes[i].term);
        set("NO_COLOR", wishes[i].no_color);
        struct page terminal = page_open(out);
        cr_expect_eq(terminal.colour, wishes[i].colour, "TERM %s, NO_COLOR %s",
                     wishes[i].term, wishes[i].no_color);
        cr_expect_eq(terminal.width, 66);
    }
    fclose(out);
    close(master);
}

Test(page, the_width_is_bounded)
{
    static const struct {
        const char *columns;
        int width;
    } wishes[] = {{NULL, 80},    {"72", 72}, {"1", 40},
                  {"5000", 100}, {"x", 80},  {"-3", 80}};
    for (size_t i = 0; i < sizeof wishes / sizeof wishes[0]; i++) {
        set("COLUMNS", wishes[i].columns);
        struct page file = page_into_file();
        cr_expect_eq(file.width, wishes[i].width, "COLUMNS=%s", wishes[i].columns);
        fclose(file.out);
    }
}
