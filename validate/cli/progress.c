/*
 * progress.c - `build/lab progress`: a line a task, and what to do next.
 */
#include <stdio.h>
#include <string.h>

#include "lab.h"
#include "output.h"
#include "page.h"
#include "play_command.h"
#include "state.h"

/* How a standing is put. */
struct words {
    enum page_colour colour;
    char text[64];
};

static struct words describe(const struct task_memory *memory)
{
    struct words words = {PAGE_PLAIN, ""};
    switch (memory->standing) {
    case STANDING_MISSING:
        words = (struct words){PAGE_YELLOW, "a file is missing"};
        break;
    case STANDING_UNTOUCHED:
        words = (struct words){PAGE_DIM, "untouched"};
        break;
    case STANDING_UNJUDGED:
        words = (struct words){PAGE_PLAIN, "begun, not judged yet"};
        break;
    case STANDING_CHANGED:
        words.colour = PAGE_YELLOW;
        snprintf(words.text, sizeof words.text, "changed since %d of %d passed",
                 memory->passed, memory->total);
        break;
    case STANDING_PASSED:
        words.colour = PAGE_GREEN;
        snprintf(words.text, sizeof words.text, "passed (%d of %d)", memory->passed,
                 memory->total);
        break;
    case STANDING_FAILING:
        words.colour = PAGE_RED;
        if (*memory->message)
            snprintf(words.text, sizeof words.text, "failing (does not build)");
        else
            snprintf(words.text, sizeof words.text, "failing (%d of %d)", memory->passed,
                     memory->total);
        break;
    case STANDING_UNDECIDED:
        words.colour = PAGE_YELLOW;
        snprintf(words.text, sizeof words.text, "not fully judged (%d of %d)",
                 memory->passed, memory->total);
        break;
    }
    return words;
}

static void print_task(const struct page *page, const struct task *task,
                       const struct task_memory *memory, int name_width)
{
    struct words words = describe(memory);
    fprintf(page->out, "%3d  %-*s  ", task->number, name_width, task->name);
    page_print(page, words.colour, "%s", words.text);
    if (memory->solution_seen)
        fprintf(page->out, "%*s  looked at the solution",
                (int)(sizeof "not fully judged (10 of 10)" - 1 - strlen(words.text)), "");
    fputc('\n', page->out);
}

static void print_next(const struct page *page, const struct task *task,
                       enum standing standing)
{
    int number = task->number;
    switch (standing) {
    case STANDING_MISSING:
        fprintf(page->out, "\nNext: make reset TASK=%d\n", number);
        break;
    case STANDING_UNTOUCHED:
        fprintf(page->out, "\nNext: make lesson TASK=%d\n", number);
        break;
    case STANDING_FAILING:
        fprintf(page->out,
                "\nNext: make validate TASK=%d, and for a nudge make hint TASK=%d\n",
                number, number);
        break;
    default:
        fprintf(page->out, "\nNext: make validate TASK=%d\n", number);
    }
}

static int widest_name(const struct task_list *tasks)
{
    size_t widest = 0;
    for (int i = 0; i < tasks->count; i++)
        if (strlen(tasks->tasks[i].name) > widest)
            widest = strlen(tasks->tasks[i].name);
    return (int)widest;
}

static void print_puzzles(const struct page *page, const struct lab *lab)
{
    for (int i = 0; i < lab->tasks.count; i++) {
        const struct task *task = &lab->tasks.tasks[i];
        int solved, count = count_puzzles(lab, task, &solved);
        if (count > 0)
            fprintf(page->out,
                    "\nPuzzles of task %d: %d of %d solved (make play TASK=%d)\n",
                    task->number, solved, count, task->number);
    }
}

int command_progress(struct lab *lab)
{
    struct page page = page_open(stdout);
    const struct task *next = NULL;
    enum standing next_standing = STANDING_PASSED;
    int width = widest_name(&lab->tasks);
    for (int i = 0; i < lab->tasks.count; i++) {
        const struct task *task = &lab->tasks.tasks[i];
        struct task_memory memory = state_of_task(lab, task);
        print_task(&page, task, &memory, width);
        if (next || memory.standing == STANDING_PASSED)
            continue;
        next = task;
        next_standing = memory.standing;
    }
    print_puzzles(&page, lab);
    if (next)
        print_next(&page, next, next_standing);
    else
        fprintf(page.out, "\nAll tasks pass. What it pays on this machine: make run\n");
    return end_output();
}
