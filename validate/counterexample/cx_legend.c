/*
 * cx_legend.c - the source lines below a table.
 */
#include "cx_legend.h"

#include <stdio.h>
#include <string.h>

#include "cx_grid.h"

static int by_place(const struct cx_place *a, const struct cx_place *b)
{
    int files = strcmp(a->file, b->file);
    return files ? files : (a->line > b->line) - (a->line < b->line);
}

void legend_add(void *arg, const struct cx_place *place)
{
    struct legend *legend = arg;
    size_t at = 0;
    if (!place->source[0] || legend->count == legend->room)
        return;
    while (at < legend->count && by_place(legend->places[at], place) < 0)
        at++;
    if (at < legend->count && by_place(legend->places[at], place) == 0)
        return;
    memmove(&legend->places[at + 1], &legend->places[at],
            (legend->count - at) * sizeof *legend->places);
    legend->places[at] = place;
    legend->count++;
}

void legend_print(const struct legend *legend, const struct page *page, int indent)
{
    FILE *out = page->out;
    const char *file = "";
    for (size_t i = 0; i < legend->count; i++) {
        const struct cx_place *place = legend->places[i];
        if (strcmp(place->file, file) != 0) {
            file = place->file;
            fprintf(out, "\n%*s", indent, "");
            page_print(page, PAGE_BOLD, "%s", file);
            fputc('\n', out);
        }
        int used = fprintf(out, "%*s%5d | ", indent, "", place->line);
        grid_print_cut(out, place->source, page->width - used);
        fputc('\n', out);
    }
}
