/* run_page.c - see run_page.h. */
#include "run_page.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <time.h>

#include "html.h"
#include "svg.h"

static const char style[] =
    "th,td{padding:.25rem .8rem .25rem 0;text-align:right;white-space:nowrap;"
    "border-bottom:1px solid var(--line);font-variant-numeric:tabular-nums}\n"
    "th:first-child,td:first-child,.word{text-align:left}\n"
    "svg{display:block;width:100%;min-width:50rem;background:var(--panel);"
    "border-radius:4px}\n"
    "svg text{fill:var(--text);font:12px system-ui,sans-serif}\n"
    ".waiting{fill:var(--blue)}.turn{fill:var(--line)}.computing{fill:var(--orange)}\n"
    ".grid{stroke:var(--line);stroke-width:.5}\n"
    ".threads{stroke:var(--blue)}.processes{stroke:var(--orange)}\n"
    ".dot.threads{fill:var(--blue)}.dot.processes{fill:var(--orange)}\n"
    "polyline{fill:none;stroke-width:2}polyline.limit{stroke-dasharray:6 4;"
    "stroke-width:1.2}\n"
    ".key{display:inline-block;width:1.1em;height:.8em;margin:0 .4em 0 1em;"
    "border-radius:2px}\n"
    ".key.waiting{background:var(--blue)}.key.turn{background:var(--line);height:.25em;"
    "vertical-align:middle}.key.computing{background:var(--orange)}\n";

/* ---- tables ------------------------------------------------------------------------------------- */

/* Heads: one string a column; a column whose head begins with '-' holds words. */
static void begin_table(FILE *out, const char *caption, const char *const *heads,
                        int count)
{
    fprintf(out,
            "<div class=\"scroll\" "
            "tabindex=\"0\"><table>\n<caption>%s</caption>\n<thead><tr>",
            caption);
    for (int i = 0; i < count; i++)
        fprintf(out, "<th scope=\"col\"%s>%s</th>",
                heads[i][0] == '-' ? " class=\"word\"" : "",
                heads[i][0] == '-' ? heads[i] + 1 : heads[i]);
    fputs("</tr></thead>\n<tbody>\n", out);
}

static void end_table(FILE *out)
{
    fputs("</tbody>\n</table></div>\n", out);
}

static void number(FILE *out, int decimals, double value)
{
    if (isnan(value) || isinf(value))
        fputs("<td>-</td>", out);
    else
        fprintf(out, "<td>%.*f</td>", decimals, value);
}

static void word(FILE *out, const char *text)
{
    fputs("<td class=\"word\">", out);
    html_text(out, text);
    fputs("</td>", out);
}

static void begin_row(FILE *out, const char *name)
{
    fputs("<tr><th scope=\"row\">", out);
    html_text(out, name);
    fputs("</th>", out);
}

/* ---- the parts of the page ------------------------------------------------------------------------ */

static void write_head(FILE *out, const struct run *run)
{
    char date[32];
    time_t now = time(NULL);
    strftime(date, sizeof date, "%Y-%m-%d %H:%M", localtime(&now));
    fprintf(out,
            "<p class=\"quiet\">%zu entries, %u workers, %d processor%s, engine %s; %s, "
            "%s. Measured on this machine; another one, or another minute, gives other "
            "figures.</p>\n",
            CATALOG_COUNT, WORKERS, run->processors, run->processors == 1 ? "" : "s",
            run->reentrant ? "without its lock" : "with one lock a process",
            run->repeats == 1 ? "each path once" : "medians of several runs", date);
}

static void write_paths(FILE *out, const struct run *run)
{
    static const char *const heads[] = {"-path", "workers", "seconds", "from",
                                        "to",    "runs",    "speedup", "-results"};
    fputs("<h2>What each change pays</h2>\n", out);
    begin_table(out,
                run->repeats >= 6
                    ? "From, to: where the true median lies, with 95 % confidence."
                    : "From, to: the fastest and the slowest run.",
                heads, 8);
    for (int id = 0; id < PATH_COUNT; id++) {
        const struct spread *spread = &run->seconds[id];
        char words[40];
        outcome_short(run->paths[id], words, sizeof words);
        begin_row(out, PATHS[id].label);
        number(out, 0, PATHS[id].workers);
        number(out, 3, spread->count ? spread->median : NAN);
        number(out, 3, spread->count ? spread->low : NAN);
        number(out, 3, spread->count ? spread->high : NAN);
        number(out, 0, spread->count);
        number(out, 2, run->factors[id]);
        word(out, words);
        fputs("</tr>\n", out);
    }
    end_table(out);
}

static void write_charts(FILE *out, const struct run *run)
{
    double scale = 0;
    for (int id = 0; id < PATH_COUNT; id++)
        if (run->timelines[id].count && run->timelines[id].seconds > scale)
            scale = run->timelines[id].seconds;
    if (scale <= 0)
        return;
    fputs("<h2>Who did what when</h2>\n<p>A bar a worker; all on one scale."
          "<span class=\"key waiting\"></span>waiting for a look-up"
          "<span class=\"key turn\"></span>waiting for its turn (the engine's lock, or a "
          "processor)<span class=\"key computing\"></span>computing</p>\n",
          out);
    for (int id = 0; id < PATH_COUNT; id++) {
        if (run->timelines[id].count == 0)
            continue;
        fprintf(out, "<h3>%s: %.3f s</h3>\n", PATHS[id].label,
                run->timelines[id].seconds);
        svg_timeline(out, PATHS[id].label, id, &run->timelines[id], scale);
    }
}

static void write_matrix(FILE *out, const struct run *run)
{
    static const char *const heads[] = {"-work",      "loop, s",      "threads, s",
                                        "speedup",    "processes, s", "speedup",
                                        "-your rule", "-measured"};
    fputs("<h2>Two kinds of work, two kinds of worker</h2>\n", out);
    begin_table(out, "Each kind of work alone, with the same number of workers.", heads,
                8);
    for (int i = 0; i < 2; i++) {
        const struct matrix_row *row = &run->matrix[i];
        begin_row(out, row->label);
        number(out, 3, row->loop_seconds);
        number(out, 3, row->threads_seconds);
        number(out, 2, row->loop_seconds / row->threads_seconds);
        number(out, 3, row->processes_seconds);
        number(out, 2, row->loop_seconds / row->processes_seconds);
        word(out, row->rule);
        word(out, row->measured);
        fputs("</tr>\n", out);
    }
    end_table(out);
}

static void write_curve_row(FILE *out, const char *name, const double *values)
{
    begin_row(out, name);
    for (int i = 0; i < CURVE_POINTS; i++)
        number(out, 2, values[i]);
    fputs("</tr>\n", out);
}

static void write_curve_table(FILE *out, const struct curve *curve)
{
    static const char *const heads[] = {"-workers", "1", "2", "4", "8", "16"};
    begin_table(out, "Speedup over the sequential run.", heads, CURVE_POINTS + 1);
    if (curve->threads.measured) {
        write_curve_row(out, "threads", curve->threads.speedup);
        write_curve_row(out, "threads, at most", curve->threads.limit);
    }
    if (curve->processes.measured) {
        write_curve_row(out, "processes", curve->processes.speedup);
        write_curve_row(out, "processes, at most", curve->processes.limit);
    }
    end_table(out);
}

static void write_curve(FILE *out, const struct run *run)
{
    const struct curve *curve = &run->curve;
    if (!curve->threads.measured && !curve->processes.measured)
        return;
    fprintf(
        out,
        "<h2>More workers</h2>\n<p>Solid: measured. Dashed: what can't be passed "
        "(Amdahl's limit): n workers gain n at the most; and computing, %.0f %% of the "
        "work, is done %s.</p>\n",
        curve->computing_share * 100,
        run->reentrant ? "on as many processors as there are"
                       : "by one thread at a time, or in processes on as many "
                         "processors as there are");
    svg_curve(out, curve);
    write_curve_table(out, curve);
}

int run_page_write(const struct run *run, const char *path)
{
    FILE *out = fopen(path, "we");
    if (!out)
        return -1;
    html_begin(out, "The nightly job, measured", style);
    write_head(out, run);
    write_paths(out, run);
    write_charts(out, run);
    write_matrix(out, run);
    write_curve(out, run);
    html_end(out);
    int failed = ferror(out);
    return fclose(out) != 0 || failed ? -1 : 0;
}
