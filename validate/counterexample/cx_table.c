#include "cx_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cx_grid.h"
#include "cx_legend.h"

#define CELL 512 /* bytes of a cell's text */

/* What is printed of a counterexample. */
struct table {
    const struct counterexample *cx;
    const struct page *page;
    int indent;
    enum table_extent extent;
    const char *full_hint;
    bool *shown;     /* for each step */
    unsigned first;  /* the first that is shown */
    unsigned hidden; /* steps that aren't */
    bool paths;      /* names alone don't tell the files apart */
    bool one_file;   /* all lines are in one file: it needn't be named in each */
    uint32_t threads[EXPLORE_MAX_THREADS]; /* of the columns */
    int columns;
    struct grid grid;
};

/* ---- what is shown --------------------------------------------------------------- */

static void choose_steps(struct table *table)
{
    const struct counterexample *cx = table->cx;
    unsigned rows = 0;
    for (unsigned i = cx->step_count; i-- > 0;) {
        const struct cx_step *step = &cx->steps[i];
        bool needed = step->told || step->marked || rows < TABLE_ROWS;
        bool wanted = table->extent == TABLE_FULL || (step->relevant && needed);
        table->shown[i] = wanted;
        rows += wanted;
        if (wanted)
            table->first = i;
        else
            table->hidden++;
    }
    table->hidden += cx->steps_missing;
}

/* Beside a cycle, who waits for its threads is no news. */
static bool shows_blocked(const struct table *table, const struct cx_blocked *blocked)
{
    return table->extent == TABLE_FULL || table->cx->cycle_count == 0 ||
           blocked->in_cycle;
}

static bool has_row(const struct table *table, uint32_t thread)
{
    const struct counterexample *cx = table->cx;
    for (unsigned i = 0; i < cx->step_count; i++)
        if (table->shown[i] && cx->steps[i].thread == thread)
            return true;
    for (unsigned i = 0; i < cx->blocked_count; i++)
        if (cx->blocked[i].thread == thread && shows_blocked(table, &cx->blocked[i]))
            return true;
    return cx->end.thread == thread;
}

static void name_thread(const struct table *table, uint32_t thread, char *text,
                        size_t size)
{
    const char *function = "";
    for (unsigned i = 0; i < table->cx->thread_count; i++)
        if (table->cx->threads[i].thread == thread)
            function = table->cx->threads[i].function;
    snprintf(text, size, "T%u%s%s", (unsigned)thread, function[0] ? " " : "", function);
}

static void choose_columns(struct table *table)
{
    for (uint32_t thread = 0; thread < EXPLORE_MAX_THREADS; thread++) {
        if (!has_row(table, thread))
            continue;
        if (table->columns < GRID_COLUMNS)
            name_thread(table, thread, table->grid.names[table->columns],
                        sizeof table->grid.names[0]);
        table->threads[table->columns++] = thread;
    }
    table->grid.count = table->columns < GRID_COLUMNS ? table->columns : GRID_COLUMNS;
}

static int column_of(const struct table *table, uint32_t thread)
{
    int column = 0;
    while (column < table->columns - 1 && table->threads[column] != thread)
        column++;
    return column;
}

/* ---- places ---------------------------------------------------------------------- */

typedef void visit_place(void *arg, const struct cx_place *place);

static void each_place(const struct table *table, visit_place *visit, void *arg)
{
    const struct counterexample *cx = table->cx;
    for (unsigned i = 0; i < cx->step_count; i++)
        if (table->shown[i] && cx->steps[i].place.line > 0)
            visit(arg, &cx->steps[i].place);
    for (unsigned i = 0; i < cx->blocked_count; i++)
        if (shows_blocked(table, &cx->blocked[i]) && cx->blocked[i].place.line > 0)
            visit(arg, &cx->blocked[i].place);
    if (cx->end.place.line > 0)
        visit(arg, &cx->end.place);
}

struct file_count {
    const char *first;
    bool several;
    bool alike; /* two of them have one name, in two folders */
};

static const char *name_of_file(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void count_file(void *arg, const struct cx_place *place)
{
    struct file_count *files = arg;
    if (!files->first)
        files->first = place->file;
    bool other = strcmp(files->first, place->file) != 0;
    files->several |= other;
    files->alike |=
        other && strcmp(name_of_file(files->first), name_of_file(place->file)) == 0;
}

/* "9: reads counter = 1", "sync.c:9: ..." */
static void cell_text(const struct table *table, const struct cx_place *place,
                      const char *text, char cell[CELL])
{
    if (place->line == 0)
        snprintf(cell, CELL, "%s", text);
    else if (table->one_file)
        snprintf(cell, CELL, "%d: %s", place->line, text);
    else
        snprintf(cell, CELL, "%s:%d: %s",
                 table->paths ? place->file : name_of_file(place->file), place->line,
                 text);
}

/* ---- rows ------------------------------------------------------------------------ */

static void print_row(const struct table *table, const char *number, uint32_t thread,
                      const struct cx_place *place, const char *text,
                      enum page_colour colour)
{
    char cell[CELL], name[16];
    snprintf(name, sizeof name, "T%u", (unsigned)thread);
    cell_text(table, place, text, cell);
    grid_row(&table->grid, number, column_of(table, thread), name, cell, colour);
}

/* Between two rows of different threads: why the one stopped. Steps in between may be
 * hidden. */
static void print_switch(const struct table *table, unsigned last, unsigned next)
{
    const struct cx_step *steps = table->cx->steps;
    const char *why = "";
    char text[CELL];
    for (unsigned i = last + 1; i <= next && !why[0]; i++)
        if (steps[i].switched && steps[i - 1].thread == steps[last].thread)
            why = steps[i].left;
    if (why[0])
        snprintf(text, sizeof text, "%s: T%u goes on", why, (unsigned)steps[next].thread);
    else
        snprintf(text, sizeof text, "switch to T%u", (unsigned)steps[next].thread);
    grid_rule(&table->grid, text);
}

static void print_steps(const struct table *table)
{
    const struct counterexample *cx = table->cx;
    char number[24];
    int last = -1;
    for (unsigned i = 0; i < cx->step_count; i++) {
        const struct cx_step *step = &cx->steps[i];
        if (!table->shown[i])
            continue;
        if (last >= 0 && cx->steps[last].thread != step->thread)
            print_switch(table, (unsigned)last, i);
        snprintf(number, sizeof number, "%4u%s", (unsigned)step->number,
                 step->marked ? "*" : "");
        print_row(table, number, step->thread, &step->place, step->text,
                  step->marked ? PAGE_RED : PAGE_PLAIN);
        last = (int)i;
    }
}

static void print_ends(const struct table *table)
{
    const struct counterexample *cx = table->cx;
    for (unsigned i = 0; i < cx->blocked_count; i++)
        if (shows_blocked(table, &cx->blocked[i]))
            print_row(table, "", cx->blocked[i].thread, &cx->blocked[i].place,
                      cx->blocked[i].text, PAGE_RED);
    if (cx->end.thread != EXPLORE_NOBODY)
        print_row(table, "", cx->end.thread, &cx->end.place, cx->end.text, PAGE_RED);
}

/* ---- the source lines ------------------------------------------------------------ */

static void print_legend(const struct table *table)
{
    const struct counterexample *cx = table->cx;
    struct legend legend = {.room = cx->step_count + cx->blocked_count + 1};
    legend.places = calloc(legend.room, sizeof *legend.places);
    if (legend.places) {
        each_place(table, legend_add, &legend);
        legend_print(&legend, table->page, table->indent);
    }
    free(legend.places);
}

/* ---- below ----------------------------------------------------------------------- */

static void print_note(const struct table *table, const char *text)
{
    if (text[0])
        page_paragraph(table->page, table->indent, "", text);
}

static unsigned count_marked(const struct table *table)
{
    unsigned marked = 0;
    for (unsigned i = 0; i < table->cx->step_count; i++)
        marked += table->shown[i] && table->cx->steps[i].marked;
    return marked;
}

static void print_notes(const struct table *table)
{
    const struct counterexample *cx = table->cx;
    const char *hint = table->full_hint;
    char text[CELL];
    bool race = count_marked(table) > 1;
    if (race || cx->doomed_from || table->hidden > 0)
        fputc('\n', table->page->out);
    if (race)
        print_note(table, "* nothing orders these accesses.");
    if (cx->doomed_from) {
        if (cx->doomed_from > 1)
            snprintf(text, sizeof text, "From step %u on every schedule fails.",
                     (unsigned)cx->doomed_from);
        else
            snprintf(text, sizeof text, "Every schedule fails.");
        print_note(table, text);
    }
    if (table->hidden > 0) {
        snprintf(text, sizeof text, "%u other step%s left out%s%s", table->hidden,
                 table->hidden == 1 ? " is" : "s are",
                 hint ? "; with all of them: " : ".", hint ? hint : "");
        print_note(table, text);
    }
}

void table_print(const struct page *page, int indent, const struct counterexample *cx,
                 enum table_extent extent, const char *full_hint)
{
    struct table table = {.cx = cx,
                          .page = page,
                          .indent = indent,
                          .extent = extent,
                          .full_hint = extent == TABLE_FULL ? NULL : full_hint};
    struct file_count files = {0};
    if (cx->sentence[0])
        print_note(&table, cx->sentence);
    table.shown = calloc(cx->step_count + 1, sizeof *table.shown);
    if (!table.shown)
        return;
    choose_steps(&table);
    choose_columns(&table);
    each_place(&table, count_file, &files);
    table.one_file = !files.several;
    table.paths = files.alike;
    grid_lay_out(&table.grid, page, indent, table.columns);
    if (cx->sentence[0])
        fputc('\n', page->out);
    grid_header(&table.grid);
    print_steps(&table);
    print_ends(&table);
    print_legend(&table);
    print_notes(&table);
    free(table.shown);
}
