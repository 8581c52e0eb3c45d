/* html_steps.c - see html_steps.h. */
#include "html_steps.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "counterexample.h"
#include "html.h"
#include "player_explain.h"
#include "player_state.h"

#define CELL 512 /* bytes of a cell's text, '\0' included */

/* ---- what the script gets: everything as it is behind each step ---------------------------------- */

static void add_cell(cJSON *object, const char *key, const char *text)
{
    cJSON_AddStringToObject(object, key, text ? text : "");
}

static void place_text(const struct cx_place *place, char *text, size_t size)
{
    if (place->line > 0)
        snprintf(text, size, "%s:%d  %s", place->file, place->line, place->source);
    else
        snprintf(text, size, "%s", "");
}

static void holds_text(const struct state_thread *thread, char *text, size_t size)
{
    size_t length = 0;
    text[0] = '\0';
    for (unsigned i = 0; i < thread->hold_count && length < size; i++)
        length += (size_t)snprintf(text + length, size - length, "%s%s", i ? ", " : "",
                                   thread->holds[i]);
}

static void waits_text(const struct state_thread *thread, char *text, size_t size)
{
    switch (thread->doing) {
    case STATE_ABSENT:
        snprintf(text, size, "not created yet");
        break;
    case STATE_ENDED:
        snprintf(text, size, "has ended");
        break;
    case STATE_FAILS:
        snprintf(text, size, "%s", thread->fails);
        break;
    case STATE_SLEEPS:
        snprintf(text, size, "%s %s", thread->woken ? "woken on" : "sleeps on",
                 thread->waits_for);
        break;
    case STATE_WAITS:
        if (thread->holder == EXPLORE_NOBODY)
            snprintf(text, size, "waits for %s", thread->waits_for);
        else
            snprintf(text, size, "waits for %s (T%u)", thread->waits_for,
                     (unsigned)thread->holder);
        break;
    case STATE_GOES_ON:
        snprintf(text, size, "can go on");
    }
}

static cJSON *thread_json(const struct state_thread *thread)
{
    char text[CELL];
    cJSON *object = cJSON_CreateObject();
    snprintf(text, sizeof text, "T%u %s", (unsigned)thread->thread, thread->function);
    add_cell(object, "name", text);
    place_text(&thread->place, text, sizeof text);
    add_cell(object, "place", text);
    holds_text(thread, text, sizeof text);
    add_cell(object, "holds", text);
    waits_text(thread, text, sizeof text);
    add_cell(object, "waits", text);
    return object;
}

static cJSON *frame_json(const struct player_state *state)
{
    char said[PLAYER_EXPLANATION];
    cJSON *frame = cJSON_CreateObject();
    cJSON_AddNumberToObject(frame, "number", state->last ? state->last->number : 0);
    cJSON_AddNumberToObject(frame, "thread",
                            state->last ? (double)state->last->thread : -1.0);
    add_cell(frame, "said", player_explain(state, said, sizeof said));
    cJSON *threads = cJSON_AddArrayToObject(frame, "threads");
    for (unsigned i = 0; i < state->thread_count; i++)
        cJSON_AddItemToArray(threads, thread_json(&state->threads[i]));
    cJSON *variables = cJSON_AddArrayToObject(frame, "variables");
    for (unsigned i = 0; i < state->variable_count; i++) {
        const struct state_variable *variable = &state->variables[i];
        if (variable->lock || !variable->value || !variable->matters)
            continue;
        cJSON *object = cJSON_CreateObject();
        add_cell(object, "name", variable->name);
        add_cell(object, "value", variable->value);
        cJSON_AddBoolToObject(object, "changed", variable->changed);
        cJSON_AddItemToArray(variables, object);
    }
    return frame;
}

static bool has_row(const struct cx_step *step)
{
    return step->relevant || state_step_counts(step);
}

/* In a script element '<' could end it. */
static void print_json(const cJSON *json, FILE *out)
{
    char *text = cJSON_PrintUnformatted(json);
    for (const char *c = text ? text : "[]"; *c; c++)
        if (*c == '<')
            fputs("\\u003c", out);
        else
            fputc(*c, out);
    free(text);
}

static void print_frames(const struct counterexample *cx, FILE *out)
{
    struct player_state *state = state_open(cx);
    cJSON *frames = cJSON_CreateArray();
    fputs("<script type=\"application/json\">", out);
    if (state)
        cJSON_AddItemToArray(frames, frame_json(state));
    for (unsigned i = 0; state && i < cx->step_count; i++) {
        if (!has_row(&cx->steps[i]))
            continue;
        state_go(state, i + 1);
        cJSON_AddItemToArray(frames, frame_json(state));
    }
    print_json(frames, out);
    fputs("</script>\n", out);
    cJSON_Delete(frames);
    state_free(state);
}

/* ---- the table -------------------------------------------------------------------------------------- */

static unsigned column_of(const struct counterexample *cx, uint32_t thread)
{
    unsigned column = 0;
    while (column + 1 < cx->thread_count && cx->threads[column].thread != thread)
        column++;
    return column;
}

static void print_cells(const struct counterexample *cx, uint32_t thread,
                        const struct cx_place *place, const char *text, FILE *out)
{
    unsigned column = column_of(cx, thread);
    for (unsigned i = 0; i < cx->thread_count; i++) {
        fputs("<td>", out);
        if (i == column && place->line > 0)
            fprintf(out, "<span class=\"quiet\">%d</span> ", place->line);
        if (i == column)
            html_text(out, text);
        fputs("</td>", out);
    }
}

static void print_switch(const struct counterexample *cx, unsigned step, FILE *out)
{
    const struct cx_step *to = &cx->steps[step];
    fprintf(out, "<tr class=\"switch%s\"><td></td><td colspan=\"%u\">",
            to->relevant ? "" : " minor", cx->thread_count);
    if (to->left[0])
        html_text(out, to->left);
    fprintf(out, "%sT%u goes on</td></tr>\n", to->left[0] ? ": " : "",
            (unsigned)to->thread);
}

static void print_head(const struct counterexample *cx, FILE *out)
{
    fputs("<div class=\"scroll\" tabindex=\"0\"><table class=\"steps\">\n<caption>The "
          "schedule, a column a thread; the number in front of a step is its "
          "line.</caption>\n<thead><tr><th scope=\"col\">step</th>",
          out);
    for (unsigned i = 0; i < cx->thread_count; i++) {
        fprintf(out, "<th scope=\"col\">T%u ", (unsigned)cx->threads[i].thread);
        html_text(out, cx->threads[i].function);
        fputs("</th>", out);
    }
    fputs("</tr></thead>\n<tbody>\n", out);
}

static void print_steps(const struct counterexample *cx, FILE *out)
{
    unsigned frame = 0;
    for (unsigned i = 0; i < cx->step_count; i++) {
        const struct cx_step *step = &cx->steps[i];
        if (!has_row(step))
            continue;
        if (step->switched)
            print_switch(cx, i, out);
        fprintf(out,
                "<tr data-frame=\"%u\" class=\"%s%s\"><td><button type=\"button\" "
                "class=\"jump\" aria-label=\"Go to step %u\">%u</button></td>",
                ++frame, step->relevant ? "" : "minor ", step->marked ? "bad" : "",
                (unsigned)step->number, (unsigned)step->number);
        print_cells(cx, step->thread, &step->place, step->text, out);
        fputs("</tr>\n", out);
    }
}

static void print_ends(const struct counterexample *cx, FILE *out)
{
    for (unsigned i = 0; i < cx->blocked_count; i++) {
        fputs("<tr class=\"bad\"><td></td>", out);
        print_cells(cx, cx->blocked[i].thread, &cx->blocked[i].place, cx->blocked[i].text,
                    out);
        fputs("</tr>\n", out);
    }
    if (cx->end.thread == EXPLORE_NOBODY)
        return;
    fputs("<tr class=\"bad\"><td></td>", out);
    print_cells(cx, cx->end.thread, &cx->end.place, cx->end.text, out);
    fputs("</tr>\n", out);
}

static void print_table(const struct counterexample *cx, FILE *out)
{
    print_head(cx, out);
    print_steps(cx, out);
    print_ends(cx, out);
    fputs("</tbody></table></div>\n", out);
    if (cx->doomed_from > 1)
        fprintf(out, "<p>From step %u on every schedule fails.</p>\n",
                (unsigned)cx->doomed_from);
}

/* ---- the figure --------------------------------------------------------------------------------------- */

/* They do nothing without the script, which shows them. */
static void print_controls(const char *id, FILE *out)
{
    static const struct {
        const char *go, *label;
    } buttons[] = {{"first", "First"},
                   {"back", "Back"},
                   {"play", "Play"},
                   {"next", "Next"},
                   {"switch", "Next switch"}};
    fputs("<div class=\"bar script\" role=\"group\" aria-label=\"Step through the "
          "schedule\" "
          "hidden>\n",
          out);
    for (size_t i = 0; i < sizeof buttons / sizeof buttons[0]; i++)
        fprintf(out, "<button type=\"button\" data-go=\"%s\"%s>%s</button>\n",
                buttons[i].go,
                strcmp(buttons[i].go, "play") == 0 ? " aria-pressed=\"false\"" : "",
                buttons[i].label);
    fprintf(out,
            "<input type=\"range\" min=\"0\" max=\"0\" value=\"0\" aria-label=\"Step of "
            "%s\">\n"
            "<label><input type=\"checkbox\"> every step</label>\n</div>\n"
            "<p class=\"said script\" role=\"status\" hidden></p>\n",
            id);
}

static void print_state(FILE *out)
{
    fputs(
        "<div class=\"scroll script\" tabindex=\"0\" hidden><table class=\"state "
        "threads\">"
        "<caption>Threads, behind this step</caption><thead><tr><th "
        "scope=\"col\">thread</th>"
        "<th scope=\"col\">stands at</th><th scope=\"col\">holds</th><th "
        "scope=\"col\">state"
        "</th></tr></thead><tbody></tbody></table>\n"
        "<table class=\"state variables\"><caption>Shared variables, behind this step"
        "</caption><thead><tr><th scope=\"col\">variable</th><th scope=\"col\">value</th>"
        "</tr></thead><tbody></tbody></table></div>\n",
        out);
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), shorter = strlen(end);
    return length >= shorter && strcmp(text + length - shorter, end) == 0;
}

void html_steps(const cJSON *counterexample, const char *id, const char *message,
                FILE *out)
{
    struct counterexample *cx = cx_from_json(counterexample);
    if (!cx)
        return;
    fputs("<figure class=\"counterexample\">\n<figcaption>", out);
    html_text(out, ends_with(message, cx->sentence) ? "The schedule that fails"
                                                    : cx->sentence);
    fputs("</figcaption>\n", out);
    print_controls(id, out);
    print_table(cx, out);
    print_state(out);
    print_frames(cx, out);
    fputs("</figure>\n", out);
    cx_free(cx);
}
