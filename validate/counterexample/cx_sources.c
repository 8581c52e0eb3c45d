/*
 * cx_sources.c - the learner's lines around those that a counterexample speaks of, so
 * that who reads the JSON alone can show the code.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cx_build.h"

#define AROUND     30   /* lines before the first and behind the last one */
#define LINES_MOST 1000 /* of a file */

static struct cx_source *source_named(struct counterexample *cx, const char *file)
{
    for (unsigned i = 0; i < cx->source_count; i++)
        if (strcmp(cx->sources[i].file, file) == 0)
            return &cx->sources[i];
    return NULL;
}

/* Until the lines are read, count is the number of the last line that is spoken of. */
static int note_place(struct counterexample *cx, const struct cx_place *place)
{
    if (place->line <= 0)
        return 0;
    struct cx_source *source = source_named(cx, place->file), *more;
    if (!source) {
        more = realloc(cx->sources, (cx->source_count + 1) * sizeof *more);
        if (!more)
            return -1;
        cx->sources = more;
        source = &more[cx->source_count++];
        *source = (struct cx_source){place->file, place->line, NULL, place->line};
    }
    if (place->line < source->first)
        source->first = place->line;
    if (place->line > source->count)
        source->count = place->line;
    return 0;
}

static int note_places(struct counterexample *cx)
{
    for (unsigned i = 0; i < cx->step_count; i++)
        if (note_place(cx, &cx->steps[i].place) != 0)
            return -1;
    for (unsigned i = 0; i < cx->blocked_count; i++)
        if (note_place(cx, &cx->blocked[i].place) != 0 ||
            note_place(cx, &cx->blocked[i].taken) != 0)
            return -1;
    for (unsigned i = 0; i < cx->pending_count; i++)
        if (note_place(cx, &cx->pending[i].place) != 0)
            return -1;
    return note_place(cx, &cx->end.place);
}

static int read_lines(struct cx_build *build, struct cx_source *source)
{
    int last = source->count + AROUND;
    source->first = source->first > AROUND ? source->first - AROUND : 1;
    source->count = 0;
    if (last - source->first >= LINES_MOST)
        last = source->first + LINES_MOST - 1;
    source->lines = calloc((size_t)(last - source->first) + 1, sizeof *source->lines);
    if (!source->lines)
        return -1;
    for (int line = source->first; line <= last; line++) {
        const char *text = debug_source_line(build->info, source->file, line);
        if (!text)
            break;
        source->lines[source->count++] = cx_keep(&build->cx->texts, text);
    }
    /* What follows the last line's end is no line. */
    if (source->count > 0 && source->first + source->count <= last &&
        !source->lines[source->count - 1][0])
        source->count--;
    return 0;
}

int cx_add_sources(struct cx_build *build)
{
    struct counterexample *cx = build->cx;
    int status = note_places(cx);
    for (unsigned i = 0; i < cx->source_count; i++) {
        if (read_lines(build, &cx->sources[i]) != 0) {
            /* those whose lines weren't read */
            cx->source_count = i;
            status = -1;
        }
    }
    if (status != 0)
        errno = ENOMEM;
    return status;
}
