#include "page.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "utf8.h"

#define WIDTH_LEAST   40
#define WIDTH_DEFAULT 80
#define WIDTH_MOST    100

static int find_width(FILE *out)
{
    struct winsize size;
    const char *columns = getenv("COLUMNS");
    int width = WIDTH_DEFAULT;
    if (isatty(fileno(out)) && ioctl(fileno(out), TIOCGWINSZ, &size) == 0 &&
        size.ws_col > 0)
        width = size.ws_col;
    else if (columns && atoi(columns) > 0)
        width = atoi(columns);
    return width < WIDTH_LEAST ? WIDTH_LEAST : width > WIDTH_MOST ? WIDTH_MOST : width;
}

struct page page_open(FILE *out)
{
    const char *no_colour = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    return (struct page){.out = out,
                         .width = find_width(out),
                         .colour = isatty(fileno(out)) && !(no_colour && *no_colour) &&
                                   !(terminal && strcmp(terminal, "dumb") == 0)};
}

void page_print(const struct page *page, enum page_colour colour, const char *format, ...)
{
    static const char *const codes[] = {"", "32", "31", "33", "1", "2"};
    bool coloured = page->colour && colour != PAGE_PLAIN;
    va_list values;
    if (coloured)
        fprintf(page->out, "\033[%sm", codes[colour]);
    va_start(values, format);
    vfprintf(page->out, format, values);
    va_end(values);
    if (coloured)
        fputs("\033[0m", page->out);
}

/* Terminals obey control characters; those of U+0080 to U+009F as well. */
static bool is_control(long character)
{
    return (character < 32 && character != '\t') || (character >= 127 && character < 160);
}

/* What is no UTF-8 is shown as '?' as well. */
static void print_clean(FILE *out, const char *text, size_t length)
{
    for (const char *at = text, *end = text + length; at < end;) {
        const char *from = at;
        if (is_control(utf8_next(&at)))
            fputc('?', out);
        else
            fwrite(from, 1, (size_t)(at - from), out);
    }
}

static void start_line(const struct page *page, int indent)
{
    fprintf(page->out, "\n%*s", indent, "");
}

void page_paragraph(const struct page *page, int indent, const char *label,
                    const char *text)
{
    fprintf(page->out, "%-*s", indent, label);
    page_continue(page, indent, text);
}

void page_continue(const struct page *page, int indent, const char *text)
{
    int column = indent;
    while (*text) {
        if (*text == '\n') {
            start_line(page, indent);
            column = indent;
            text++;
            continue;
        }
        size_t spaces = strspn(text, " ");
        size_t word = strcspn(text + spaces, " \n");
        if (word == 0) {
            text += spaces;
            continue;
        }
        if (column + (int)(spaces + word) > page->width) {
            if (column > indent)
                start_line(page, indent);
            column = indent;
            text += spaces;
            spaces = 0;
        }
        print_clean(page->out, text, spaces + word);
        column += (int)(spaces + word);
        text += spaces + word;
    }
    fputc('\n', page->out);
}

void page_verbatim(const struct page *page, int indent, const char *text)
{
    while (*text) {
        size_t length = strcspn(text, "\n");
        if (length > 0)
            fprintf(page->out, "%*s", indent, "");
        print_clean(page->out, text, length);
        fputc('\n', page->out);
        text += length + (text[length] == '\n');
    }
}
