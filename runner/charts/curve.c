/* curve.c - see curve.h. */
#include "curve.h"

#include <math.h>
#include <stdio.h>

#include "notes.h"
#include "run.h"
#include "table.h"

enum { NAME = -20, POINT = 9 };

const unsigned CURVE_WORKERS[CURVE_POINTS] = {1, 2, 4, 8, 16};

static int measure_line(struct run *run, enum path_id id, int engines,
                        struct curve_line *line)
{
    line->measured = run->paths[id].kind == OUTCOME_RIGHT;
    for (int i = 0; line->measured && i < CURVE_POINTS; i++) {
        struct measurement measurement;
        if (measure_path(&PATHS[id], process_job, CURVE_WORKERS[i], run->scratch,
                         run->reference.both, &run->printed, &measurement) != 0)
            return -1;
        bool right = measurement.outcome.kind == OUTCOME_RIGHT;
        line->speedup[i] = right ? run->baseline / measurement.seconds : NAN;
        line->limit[i] =
            curve_limit(CURVE_WORKERS[i], run->curve.computing_share, engines);
    }
    return 0;
}

int curve_measure(struct run *run)
{
    const struct reference *plain = &run->reference;
    run->curve.computing_share =
        plain->hash_seconds / (plain->hash_seconds + plain->lookup_seconds);
    int engines = run->reentrant ? run->processors : 1;
    if (measure_line(run, PATH_THREADS, engines, &run->curve.threads) != 0)
        return -1;
    return measure_line(run, PATH_PROCESSES, run->processors, &run->curve.processes);
}

static void print_values(const char *name, const double *values, enum tint tint)
{
    cell(tint, NAME, name);
    for (int i = 0; i < CURVE_POINTS; i++)
        if (tint == TINT_NONE)
            number_cell(POINT, 2, values[i]);
        else {
            char text[32];
            snprintf(text, sizeof text, "%.2f", values[i]);
            cell(tint, POINT, text);
        }
    end_row();
}

static void print_line(const char *name, const struct curve_line *line)
{
    if (!line->measured)
        return;
    print_values(name, line->speedup, TINT_NONE);
    print_values("    at most", line->limit, TINT_QUIET);
}

void curve_print(const struct run *run)
{
    const struct curve *curve = &run->curve;
    if (!curve->threads.measured && !curve->processes.measured)
        return;
    end_row();
    cell(TINT_TITLE, 0, "How the speedup grows with the workers");
    end_row();
    end_row();
    cell(TINT_QUIET, NAME, "  workers");
    for (int i = 0; i < CURVE_POINTS; i++) {
        char text[16];
        snprintf(text, sizeof text, "%u", CURVE_WORKERS[i]);
        cell(TINT_QUIET, POINT, text);
    }
    end_row();
    print_line("  threads", &curve->threads);
    print_line("  processes", &curve->processes);
    note("At most: n workers can't gain more than n; and of the computing, %.0f %% of "
         "the work "
         "here, %s (Amdahl's limit).",
         curve->computing_share * 100,
         run->reentrant
             ? "as many do some at a time as there are processors"
             : "threads do one piece at a time, processes as many as there are "
               "processors");
}
