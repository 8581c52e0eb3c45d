/* show.c - see show.h. */
#include "show.h"

#include <stdio.h>

#include "chart.h"
#include "notes.h"
#include "table.h"

enum { NAME = -20, FIGURE = 10 };

static void print_title(const char *title)
{
    end_row();
    cell(TINT_TITLE, 0, title);
    end_row();
    end_row();
}

/* ---- charts ----------------------------------------------------------------------------------- */

static double longest(const struct run *run)
{
    double seconds = 0;
    for (int id = 0; id < PATH_COUNT; id++)
        if (run->timelines[id].count > 0 && run->timelines[id].seconds > seconds)
            seconds = run->timelines[id].seconds;
    return seconds;
}

static void show_chart(const struct run *run, enum path_id id, double scale)
{
    const struct timeline *timeline = &run->timelines[id];
    char text[120];
    unsigned most = timeline_most_waiting(timeline);
    snprintf(text, sizeof text, "  %s: %.3f s, at most %u look-up%s at a time",
             PATHS[id].label, timeline->seconds, most, most == 1 ? "" : "s");
    cell(TINT_NONE, 0, text);
    end_row();
    chart_print(timeline, scale, chart_width());
}

void show_charts(const struct run *run)
{
    double scale = longest(run);
    if (scale <= 0)
        return;
    print_title("Who did what when (a row a worker, all on one scale)");
    for (int id = 0; id < PATH_COUNT; id++)
        if (run->timelines[id].count > 0)
            show_chart(run, (enum path_id)id, scale);
    chart_print_legend();
}

/* ---- repeated measurements ----------------------------------------------------------------------- */

void show_spread(const struct run *run)
{
    char text[80];
    if (run->repeats == 1)
        return;
    snprintf(text, sizeof text, "Seconds over %d runs", run->repeats);
    print_title(text);
    cell(TINT_QUIET, NAME, "  path");
    cell(TINT_QUIET, FIGURE, "median");
    cell(TINT_QUIET, FIGURE, "from");
    cell(TINT_QUIET, FIGURE, "to");
    end_row();
    bool confidence = false;
    for (int id = 0; id < PATH_COUNT; id++) {
        const struct spread *spread = &run->seconds[id];
        if (spread->count == 0)
            continue;
        snprintf(text, sizeof text, "  %s", PATHS[id].label);
        cell(TINT_NONE, NAME, text);
        number_cell(FIGURE, 3, spread->median);
        number_cell(FIGURE, 3, spread->low);
        number_cell(FIGURE, 3, spread->high);
        end_row();
        confidence = spread->confidence;
    }
    note(confidence
             ? "From, to: where the true median lies, with 95 %% confidence."
             : "From, to: the fastest and the slowest run. Six runs or more give an "
               "interval for the median.");
}
