/* svg.c - see svg.h. Lengths are user units of the drawing. */
#include "svg.h"

#include <math.h>

#define WIDTH      1000
#define LABEL      34 /* of a row, at its left */
#define ROW        18
#define BAR        13
#define AXIS       24
#define TICKS      5
#define PLOT_HIGH  330
#define PLOT_LEFT  50
#define PLOT_RIGHT 130 /* room for the names of the lines */
#define PLOT_TOP   20
#define PLOT_LOW   40

/* ---- a timeline ------------------------------------------------------------------------------- */

static double x_of(double seconds, double scale)
{
    return LABEL + seconds / scale * (WIDTH - LABEL - 10);
}

static void draw_axis(FILE *out, double scale, int rows)
{
    int bottom = rows * ROW + 6;
    for (int tick = 0; tick <= TICKS; tick++) {
        double seconds = scale * tick / TICKS, x = x_of(seconds, scale);
        const char *anchor = tick == TICKS ? "end" : "start";
        fprintf(out,
                "<line class=\"grid\" x1=\"%.1f\" y1=\"2\" x2=\"%.1f\" y2=\"%d\"/>"
                "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%.0f ms</text>\n",
                x, x, bottom, x, bottom + 14, anchor, seconds * 1000);
    }
}

/* Look-ups of one worker that overlap share the height of its bar, in lanes. */
static unsigned lane_of(const struct timeline *timeline, size_t index)
{
    const struct span *span = &timeline->spans[index];
    unsigned lane = 0;
    for (size_t i = 0; i < index && span->nonblocking; i++) {
        const struct span *other = &timeline->spans[i];
        lane += other->nonblocking && other->worker == span->worker &&
                other->end > span->begin;
    }
    return lane;
}

static void draw_span(FILE *out, const struct timeline *timeline, size_t index,
                      unsigned lanes, double scale)
{
    static const char *const classes[SPAN_KINDS] = {"waiting", "turn", "computing"};
    const struct span *span = &timeline->spans[index];
    double top = span->worker * ROW + 5, height = BAR;
    double x = x_of(span->begin, scale), end = x_of(span->end, scale);
    if (span->kind == SPAN_TURN) {
        top += BAR / 2.0 - 1;
        height = 2;
    } else if (span->nonblocking && lanes > 1) {
        height = (double)BAR / lanes;
        top += height * (lane_of(timeline, index) % lanes);
    }
    fprintf(out,
            "<rect class=\"%s\" x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\">"
            "<title>worker %u, entry %d: %s, %.1f to %.1f ms</title></rect>\n",
            classes[span->kind], x, top, fmax(end - x, 0.5), fmax(height * 0.96, 0.3),
            span->worker + 1, span->entry_id, span_word(span->kind), span->begin * 1000,
            span->end * 1000);
}

void svg_timeline(FILE *out, const char *name, int number,
                  const struct timeline *timeline, double scale)
{
    int rows = (int)timeline->workers;
    unsigned most = timeline_most_waiting(timeline);
    fprintf(
        out,
        "<div class=\"scroll\" tabindex=\"0\"><svg viewBox=\"0 0 %d %d\" role=\"img\" "
        "aria-labelledby=\"name%d about%d\">\n<title id=\"name%d\">%s: a bar a "
        "worker</title>\n<desc id=\"about%d\">%u worker%s, %.3f seconds; at most %u "
        "look-ups wait at the same time.</desc>\n",
        WIDTH, rows * ROW + AXIS, number, number, number, name, number, timeline->workers,
        timeline->workers == 1 ? "" : "s", timeline->seconds, most);
    draw_axis(out, scale, rows);
    for (unsigned worker = 0; worker < timeline->workers; worker++)
        fprintf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%u</text>\n", LABEL - 8,
                (int)worker * ROW + 16, worker + 1);
    for (int kind = 0; kind < SPAN_KINDS; kind++) /* computing last: it is never hidden */
        for (size_t i = 0; i < timeline->count; i++)
            if (timeline->spans[i].kind == (enum span_kind)kind)
                draw_span(out, timeline, i, most, scale);
    fputs("</svg></div>\n", out);
}

/* ---- the curve ----------------------------------------------------------------------------------- */

/* Where the plot's values lie. */
struct plot {
    double most; /* the highest value */
};

static double plot_x(int point)
{
    return PLOT_LEFT +
           (double)point / (CURVE_POINTS - 1) * (WIDTH - PLOT_LEFT - PLOT_RIGHT);
}

static double plot_y(const struct plot *plot, double value)
{
    return PLOT_TOP + (1 - value / plot->most) * (PLOT_HIGH - PLOT_TOP - PLOT_LOW);
}

static double highest(const double *values, double most)
{
    for (int i = 0; i < CURVE_POINTS; i++)
        if (values[i] > most)
            most = values[i];
    return most;
}

static void draw_frame(FILE *out, const struct plot *plot)
{
    for (double value = 0; value <= plot->most; value += plot->most > 8 ? 2 : 1)
        fprintf(out,
                "<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>"
                "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.0f</text>\n",
                PLOT_LEFT, plot_y(plot, value), WIDTH - PLOT_RIGHT, plot_y(plot, value),
                PLOT_LEFT - 8, plot_y(plot, value) + 4, value);
    for (int i = 0; i < CURVE_POINTS; i++)
        fprintf(out, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%u</text>\n",
                plot_x(i), PLOT_HIGH - 20, CURVE_WORKERS[i]);
    fprintf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">workers</text>\n",
            (PLOT_LEFT + WIDTH - PLOT_RIGHT) / 2, PLOT_HIGH - 4);
}

static void draw_values(FILE *out, const struct plot *plot, const char *class,
                        const double *values)
{
    fprintf(out, "<polyline class=\"%s\" points=\"", class);
    for (int i = 0; i < CURVE_POINTS; i++)
        if (!isnan(values[i]))
            fprintf(out, "%.1f,%.1f ", plot_x(i), plot_y(plot, values[i]));
    fputs("\"/>\n", out);
}

static void draw_line(FILE *out, const struct plot *plot, const char *name, int shift,
                      const struct curve_line *line)
{
    char class[32];
    int last = CURVE_POINTS - 1;
    if (!line->measured)
        return;
    snprintf(class, sizeof class, "limit %s", name);
    draw_values(out, plot, class, line->limit);
    draw_values(out, plot, name, line->speedup);
    for (int i = 0; i < CURVE_POINTS; i++)
        if (!isnan(line->speedup[i]))
            fprintf(
                out,
                "<circle class=\"dot %s\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"><title>%s, %u "
                "workers: %.2f (at most %.2f)</title></circle>\n",
                name, plot_x(i), plot_y(plot, line->speedup[i]), name, CURVE_WORKERS[i],
                line->speedup[i], line->limit[i]);
    if (!isnan(line->speedup[last]))
        fprintf(out, "<text x=\"%d\" y=\"%.1f\">%s</text>\n", WIDTH - PLOT_RIGHT + 10,
                plot_y(plot, line->speedup[last]) + shift, name);
}

void svg_curve(FILE *out, const struct curve *curve)
{
    struct plot plot = {.most = 1};
    const struct curve_line *lines[] = {&curve->threads, &curve->processes};
    for (int i = 0; i < 2; i++) {
        if (!lines[i]->measured)
            continue;
        plot.most = highest(lines[i]->speedup, plot.most);
        plot.most = highest(lines[i]->limit, plot.most);
    }
    plot.most = ceil(plot.most);
    fprintf(
        out,
        "<div class=\"scroll\" tabindex=\"0\"><svg viewBox=\"0 0 %d %d\" role=\"img\" "
        "aria-labelledby=\"namec aboutc\">\n<title id=\"namec\">Speedup over "
        "workers</title>\n<desc id=\"aboutc\">Solid lines are measured, dashed ones are "
        "what can't be passed; the table below has the figures.</desc>\n",
        WIDTH, PLOT_HIGH);
    draw_frame(out, &plot);
    draw_line(out, &plot, "threads", 14, &curve->threads);
    draw_line(out, &plot, "processes", -4, &curve->processes);
    fputs("</svg></div>\n", out);
}
