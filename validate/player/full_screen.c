#define _XOPEN_SOURCE_EXTENDED 1
#define _GNU_SOURCE
#include "full_screen.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <ncursesw/ncurses.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define ESCAPE_MS 25 /* how long an escape waits for the rest of its key */

static SCREEN *terminal;

bool full_screen_is_possible(const char **why)
{
    const char *name = getenv("TERM");
    *why = NULL;
    if (!isatty(STDOUT_FILENO))
        *why = "stdout is no terminal";
    else if (!isatty(STDIN_FILENO))
        *why = "stdin is no terminal";
    else if (!name || !name[0] || strcmp(name, "dumb") == 0)
        *why = "TERM names no terminal that can show a picture";
    return !*why;
}

void full_screen_size(int *rows, int *columns)
{
    struct winsize size;
    *rows = *columns = 0;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) {
        *rows = size.ws_row;
        *columns = size.ws_col;
    }
}

static void open_colours(void)
{
    static const short colours[] = {COLOR_RED,  COLOR_GREEN,   COLOR_YELLOW,
                                    COLOR_BLUE, COLOR_MAGENTA, COLOR_CYAN};
    const char *no_colour = getenv("NO_COLOR");
    if ((no_colour && no_colour[0]) || !has_colors())
        return;
    start_color();
    use_default_colors();
    for (short i = 0; i < 6; i++)
        init_pair((short)(i + 1), colours[i], -1);
}

int full_screen_open(void)
{
    setlocale(LC_CTYPE, "");
    terminal = newterm(NULL, stdout, stdin);
    if (!terminal)
        return -1;
    if (!tigetstr("cup") || tigetstr("cup") == (char *)-1) {
        full_screen_close();
        return -1;
    }
    open_colours();
    set_escdelay(ESCAPE_MS);
    cbreak();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    curs_set(0);
    return 0;
}

void full_screen_close(void)
{
    if (!terminal)
        return;
    endwin();
    delscreen(terminal);
    terminal = NULL;
}

int full_screen_frame(struct frame *frame)
{
    bool unicode = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    return frame_open(frame, LINES, COLS, unicode);
}

static attr_t attributes_of(int style)
{
    attr_t attributes = A_NORMAL;
    if (style & FRAME_BOLD)
        attributes |= A_BOLD;
    if (style & FRAME_DIM)
        attributes |= A_DIM;
    if (style & FRAME_REVERSE)
        attributes |= A_REVERSE;
    return attributes;
}

void full_screen_show(const struct frame *frame)
{
    erase();
    for (int row = 0; row < frame->rows; row++) {
        for (int column = 0; column < frame->columns; column++) {
            const struct frame_cell *cell = &frame->cells[row * frame->columns + column];
            if (!cell->text[0])
                continue;
            attr_set(attributes_of(cell->style), (short)(cell->style & FRAME_COLOUR),
                     NULL);
            mvaddstr(row, column, cell->text);
        }
    }
    refresh();
}

static int special_key(int key)
{
    switch (key) {
    case KEY_LEFT:
        return SCREEN_LEFT;
    case KEY_RIGHT:
        return SCREEN_RIGHT;
    case KEY_UP:
        return SCREEN_UP;
    case KEY_DOWN:
        return SCREEN_DOWN;
    case KEY_HOME:
        return FULL_SCREEN_HOME;
    case KEY_END:
        return SCREEN_END;
    case KEY_BACKSPACE:
        return SCREEN_BACKSPACE;
    case KEY_ENTER:
        return '\n';
    case KEY_RESIZE:
        return SCREEN_RESIZED;
    default:
        return SCREEN_OTHER;
    }
}

int full_screen_key(void)
{
    wint_t key;
    for (;;) {
        errno = 0;
        int kind = get_wch(&key);
        if (kind == KEY_CODE_YES)
            return special_key((int)key);
        if (kind == OK)
            return key == '\r'              ? '\n'
                   : key == 127 || key == 8 ? SCREEN_BACKSPACE
                                            : (int)key;
        if (errno != EINTR)
            return SCREEN_GONE;
    }
}
