/*
 * hint.c - `build/lab hint`: one hint more about what stands in the way.
 *
 * A function's hints are a ladder, from a nudge to almost the answer. How many rungs are left is
 * never said: who knows climbs to the end.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "lab.h"
#include "output.h"
#include "page.h"
#include "results.h"
#include "state.h"

#define HINTS_LIMIT (1u << 20)

/* ---- the ladders ------------------------------------------------------------------------ */

static cJSON *read_hints(const char *path)
{
    char *text = read_file(path, HINTS_LIMIT, NULL);
    cJSON *hints = text ? cJSON_Parse(text) : NULL;
    free(text);
    return hints;
}

static const cJSON *ladders(const cJSON *hints)
{
    return cJSON_GetObjectItem(hints, "functions");
}

static int rungs(const cJSON *ladder)
{
    return cJSON_GetArraySize(cJSON_GetObjectItem(ladder, "hints"));
}

/* NULL: that function has no hints. */
static const cJSON *find_ladder(const cJSON *hints, const char *function)
{
    const cJSON *ladder;
    cJSON_ArrayForEach(
        ladder, ladders(hints)) if (strcmp(text_of(ladder, "name"), function) == 0 &&
                                    rungs(ladder) > 0) return ladder;
    return NULL;
}

static int no_such_function(const cJSON *hints, const char *function)
{
    char names[512] = "";
    const cJSON *ladder;
    cJSON_ArrayForEach(ladder, ladders(hints))
    {
        size_t used = strlen(names);
        snprintf(names + used, sizeof names - used, "%s%s", used ? ", " : "",
                 text_of(ladder, "name"));
    }
    return usage_error("there are no hints about %s; there are about: %s", function,
                       names);
}

/* ---- which hint ------------------------------------------------------------------------------ */

static void print_passed(const struct lab *lab, const struct task_memory *memory)
{
    int number = lab->task->number;
    if (memory->standing == STANDING_PASSED)
        printf("Task %d passes: there is nothing left to hint at.\n"
               "Compare with the solution: make solution TASK=%d DIFF=1\n",
               number, number);
    else
        printf(
            "Task %d passed when it was judged last, and your file has changed since.\n"
            "Whether it still does: make validate TASK=%d\n",
            number, number);
}

static bool nothing_to_hint_at(const struct task_memory *memory)
{
    return memory->standing == STANDING_PASSED ||
           (memory->standing == STANDING_CHANGED && memory->passed_last);
}

/* What the last verdict says is of use only while it is about the learner's work. */
static bool verdict_counts(const struct task_memory *memory)
{
    return memory->standing == STANDING_FAILING || memory->standing == STANDING_CHANGED ||
           memory->standing == STANDING_UNDECIDED;
}

static const cJSON *choose_ladder(const cJSON *hints, const struct task_memory *memory)
{
    const cJSON *ladder = NULL;
    if (verdict_counts(memory))
        ladder = find_ladder(hints, memory->function);
    return ladder ? ladder : cJSON_GetArrayItem(ladders(hints), 0);
}

/* Why this function. */
static void print_reason(const struct page *page, const struct lab *lab,
                         const struct task_memory *memory)
{
    int number = lab->task->number;
    char text[768];
    if (verdict_counts(memory) && *memory->message) {
        snprintf(text, sizeof text, "First of all your file must compile: %s",
                 memory->message);
        page_paragraph(page, 0, "", text);
    } else if (verdict_counts(memory) && *memory->title) {
        snprintf(text, sizeof text, "The first check that didn't pass: %s",
                 memory->title);
        page_paragraph(page, 0, "", text);
    }
    if (memory->standing == STANDING_CHANGED)
        fprintf(page->out,
                "(Judged before your last edit; anew: make validate TASK=%d)\n", number);
    else if (memory->standing == STANDING_UNJUDGED)
        fprintf(page->out, "(Not judged yet. What fails first: make validate TASK=%d)\n",
                number);
    else if (memory->standing == STANDING_MISSING)
        fprintf(page->out, "(Your file is missing; the stub again: make reset TASK=%d)\n",
                number);
}

/* ---- the hint ----------------------------------------------------------------------------------- */

static void print_hint(const struct page *page, const struct lab *lab,
                       const cJSON *ladder, int shown)
{
    int last = rungs(ladder) - 1, number = lab->task->number;
    const cJSON *hint = cJSON_GetArrayItem(cJSON_GetObjectItem(ladder, "hints"),
                                           shown < last ? shown : last);
    const char *text = cJSON_GetStringValue(hint);
    fputc('\n', page->out);
    page_paragraph(page, 2, "", text ? text : "");
    fputc('\n', page->out);
    if (shown > last)
        fprintf(page->out,
                "You have seen this one before. Read \"What to write\" and \"Classic "
                "mistakes\"\n"
                "in the lesson once more: make lesson TASK=%d\n"
                "Then say in one line what you think is wrong, and compare it with the\n"
                "finished file: make solution TASK=%d\n",
                number, number);
    else
        fprintf(page->out, "Try it: make validate TASK=%d\n", number);
}

static int give_hint(struct lab *lab, const cJSON *hints)
{
    struct page page = page_open(stdout);
    struct task_memory memory = state_of_task(lab, lab->task);
    const char *function = lab->options.function;
    const cJSON *ladder;
    int shown, failed;
    if (!function && nothing_to_hint_at(&memory)) {
        print_passed(lab, &memory);
        return end_output();
    }
    ladder = function ? find_ladder(hints, function) : choose_ladder(hints, &memory);
    if (!ladder && function)
        return no_such_function(hints, function);
    if (rungs(ladder) == 0)
        return lab_error("there are no hints for task %d", lab->task->number);

    failed = state_count_hint(lab, lab->task, text_of(ladder, "name"), &shown);
    int error = errno;
    page_print(&page, PAGE_BOLD, "A hint about %s\n", text_of(ladder, "name"));
    if (!function)
        print_reason(&page, lab, &memory);
    print_hint(&page, lab, ladder, shown);
    int status = end_output();
    if (failed && status == EXIT_ALL_PASSED)
        return lab_error(
            "can't remember which hints you saw, so the next will be this one "
            "again: %s",
            strerror(error));
    return status;
}

int command_hint(struct lab *lab)
{
    char path[PATH_MAX];
    if (!lab->task)
        return usage_error("a hint for which task? For example: make hint TASK=%d",
                           lab->tasks.tasks[0].number);
    make_path(path, "tasks/%s/hints.json", lab->task->folder);
    cJSON *hints = read_hints(path);
    if (!hints)
        return lab_error("%s is missing or broken; is this a whole copy of the lab?",
                         path);
    int status = give_hint(lab, hints);
    cJSON_Delete(hints);
    return status;
}
