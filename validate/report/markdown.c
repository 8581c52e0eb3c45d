#define _GNU_SOURCE
#include "markdown.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define CODE_INDENT 4 /* columns; fewer where a block needs them */

/* A page being printed. */
struct printer {
    const struct page *page;
    const char *folded;
    const char *at;   /* the next line */
    char *prose;      /* the paragraph that is being put together; as large as the page */
    size_t length;    /* of it */
    char *looks;      /* of each byte of a line of prose: an enum page_colour */
    char label[16];   /* what stands before the paragraph: "- " */
    int indent;       /* of its further lines */
    bool after_blank; /* the last line was blank: a second one would be too many */
};

/* ---- words in a line ------------------------------------------------------------------ */

/* Emphasis begins before a word and ends behind one; a lone '*' is a '*'. */
static const char *find_closing(const char *opening, const char *mark)
{
    size_t size = strlen(mark);
    const char *inside = opening + size;
    if (*inside == ' ' || *inside == '\0')
        return NULL;
    const char *closing = strstr(inside, mark);
    while (closing && closing[-1] == ' ')
        closing = strstr(closing + 1, mark);
    return closing == inside ? NULL : closing;
}

static size_t add_run(char *text, char *looks, size_t size, const char *from,
                      size_t length, enum page_colour colour)
{
    memmove(text + size, from, length);
    memset(looks + size, colour, length);
    return size + length;
}

/* Takes the marks out of the text, in place, and notes how each byte looks. Without colour code
 * keeps its marks: a name must be told from a word. */
static size_t take_marks(const struct page *page, char *text, char *looks)
{
    static const struct {
        const char *mark;
        enum page_colour colour;
    } kinds[] = {{"`", PAGE_GREEN}, {"**", PAGE_BOLD}, {"*", PAGE_BOLD}};
    size_t size = 0;
    const char *at = text;
    while (*at) {
        size_t kind = 0, kinds_most = sizeof kinds / sizeof kinds[0];
        const char *closing = NULL;
        for (; kind < kinds_most && !closing; kind++)
            if (strncmp(at, kinds[kind].mark, strlen(kinds[kind].mark)) == 0)
                closing = find_closing(at, kinds[kind].mark);
        if (!closing) {
            size = add_run(text, looks, size, at, 1, PAGE_PLAIN);
            at++;
            continue;
        }
        kind--;
        size_t mark = strlen(kinds[kind].mark);
        size_t kept = kind == 0 && !page->colour ? 0 : mark;
        size = add_run(text, looks, size, at + kept,
                       (size_t)(closing - at) + mark - 2 * kept, kinds[kind].colour);
        at = closing + mark;
    }
    text[size] = '\0';
    return size;
}

static int columns(const char *text, size_t size)
{
    int count = 0;
    for (size_t i = 0; i < size; i++)
        count += ((unsigned char)text[i] & 0xC0) != 0x80;
    return count;
}

static void print_word(const struct page *page, const char *text, const char *looks,
                       size_t size)
{
    for (size_t i = 0; i < size;) {
        size_t same = i;
        while (same < size && looks[same] == looks[i])
            same++;
        page_print(page, (enum page_colour)looks[i], "%.*s", (int)(same - i), text + i);
        i = same;
    }
}

static void print_prose(struct printer *p)
{
    FILE *out = p->page->out;
    size_t size = take_marks(p->page, p->prose, p->looks);
    int column = p->indent;
    fprintf(out, "%*s", p->indent, p->label);
    for (size_t i = 0; i < size;) {
        size_t word = strcspn(p->prose + i, " ");
        int width = columns(p->prose + i, word);
        if (column > p->indent && column + 1 + width > p->page->width) {
            fprintf(out, "\n%*s", p->indent, "");
            column = p->indent;
        } else if (column > p->indent) {
            fputc(' ', out);
            column++;
        }
        print_word(p->page, p->prose + i, p->looks + i, word);
        column += width;
        i += word;
        i += strspn(p->prose + i, " ");
    }
    fputc('\n', out);
}

/* ---- lines ---------------------------------------------------------------------------------- */

/* Ends the paragraph, if there is one. */
static void end_paragraph(struct printer *p)
{
    if (p->length > 0) {
        p->prose[p->length] = '\0';
        print_prose(p);
        p->after_blank = false;
    }
    p->length = 0;
    p->label[0] = '\0';
    p->indent = 0;
}

static void add_to_paragraph(struct printer *p, const char *line, size_t size)
{
    if (p->length > 0)
        p->prose[p->length++] = ' ';
    for (size_t i = 0; i < size; i++)
        p->prose[p->length++] = (unsigned char)line[i] < ' ' ? ' ' : line[i];
}

static void blank_line(struct printer *p)
{
    end_paragraph(p);
    if (!p->after_blank)
        fputc('\n', p->page->out);
    p->after_blank = true;
}

/* Without colour a heading is underlined instead. */
static void print_heading(struct printer *p, const char *line, size_t size)
{
    size_t level = strspn(line, "#");
    size_t skipped = level + strspn(line + level, " ");
    int length = (int)(size - skipped);
    end_paragraph(p);
    page_print(p->page, PAGE_BOLD, "%.*s", length, line + skipped);
    fputc('\n', p->page->out);
    for (int i = 0; !p->page->colour && level <= 2 && i < length; i++)
        fputc(level == 1 ? '=' : '-', p->page->out);
    if (!p->page->colour && level <= 2)
        fputc('\n', p->page->out);
    p->after_blank = false;
}

/* "- " or "12. " at the beginning of a line, blanks before it included; 0: no item. */
static size_t item_mark(const char *line, size_t size)
{
    size_t i = 0;
    while (i < size && line[i] == ' ')
        i++;
    size_t digits = i;
    while (digits < size && isdigit((unsigned char)line[digits]))
        digits++;
    size_t end = digits > i && line[digits] == '.' ? digits + 1
                 : i < size && line[i] == '-'      ? i + 1
                                                   : 0;
    return end && end < size && line[end] == ' ' && end < 12 ? end + 1 : 0;
}

static void begin_item(struct printer *p, const char *line, size_t size, size_t mark)
{
    end_paragraph(p);
    memcpy(p->label, line, mark);
    p->label[mark] = '\0';
    p->indent = (int)mark;
    add_to_paragraph(p, line + mark, size - mark);
}

static void print_as_it_is(struct printer *p, const char *from, size_t size)
{
    int longest = 0;
    for (const char *at = from; at < from + size;) {
        size_t length = strcspn(at, "\n");
        int width = columns(at, length);
        longest = width > longest ? width : longest;
        at += length + 1;
    }
    int room = p->page->width - longest;
    char *copy = strndup(from, size);
    end_paragraph(p);
    if (copy)
        page_verbatim(p->page,
                      room < 0             ? 0
                      : room < CODE_INDENT ? room
                                           : CODE_INDENT,
                      copy);
    free(copy);
    p->after_blank = false;
}

/* Moves behind the next line; returns its length. */
static size_t take_line(struct printer *p, const char **line)
{
    size_t size = strcspn(p->at, "\n");
    *line = p->at;
    p->at += size + (p->at[size] == '\n');
    return size;
}

static void print_code(struct printer *p)
{
    const char *from = p->at, *line = p->at;
    while (*p->at) {
        take_line(p, &line);
        if (strncmp(line, "```", 3) == 0)
            break;
        line = p->at; /* a block that nobody ends goes on to the end of the page */
    }
    print_as_it_is(p, from, (size_t)(line - from));
}

static void print_details(struct printer *p)
{
    const char *line;
    end_paragraph(p);
    if (!p->folded)
        return;
    while (*p->at) {
        take_line(p, &line);
        if (strncmp(line, "</details>", 10) == 0)
            break;
    }
    page_print(p->page, PAGE_DIM, "%s", p->folded);
    fputc('\n', p->page->out);
    p->after_blank = false;
}

static void print_summary(struct printer *p, const char *line, size_t size)
{
    const char *from = strchr(line, '>') + 1;
    const char *to = memchr(from, '<', size - (size_t)(from - line));
    end_paragraph(p);
    page_print(p->page, PAGE_BOLD, "%.*s", (int)((to ? to : line + size) - from), from);
    fputc('\n', p->page->out);
    p->after_blank = false;
}

static void print_line(struct printer *p, const char *line, size_t size)
{
    size_t mark = item_mark(line, size);
    if (strspn(line, " \t\r") >= size)
        blank_line(p);
    else if (strncmp(line, "```", 3) == 0)
        print_code(p);
    else if (line[0] == '#' && p->length == 0)
        print_heading(p, line, size);
    else if (line[0] == '|')
        print_as_it_is(p, line, size);
    else if (strncmp(line, "<details>", 9) == 0)
        print_details(p);
    else if (strncmp(line, "<summary>", 9) == 0)
        print_summary(p, line, size);
    else if (strncmp(line, "</details>", 10) == 0)
        end_paragraph(p);
    else if (mark)
        begin_item(p, line, size, mark);
    else
        add_to_paragraph(p, line + strspn(line, " "), size - strspn(line, " "));
}

void markdown_print(const struct page *page, const char *text, const char *folded)
{
    size_t room = strlen(text) + 2;
    struct printer p = {.page = page,
                        .folded = folded,
                        .at = text,
                        .prose = malloc(room),
                        .looks = malloc(room),
                        .after_blank = true};
    while (*p.at && p.prose && p.looks) {
        const char *line;
        size_t size = take_line(&p, &line);
        print_line(&p, line, size);
    }
    end_paragraph(&p);
    free(p.prose);
    free(p.looks);
}
