/*
 * lesson.c - `build/lab lesson`: the introduction, and the lesson of a task.
 */
#include "lesson.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "markdown.h"
#include "output.h"

#define PAGE_LIMIT (1u << 20)

static int show_page(const char *path, const char *folded)
{
    char *text = read_file(path, PAGE_LIMIT, NULL);
    if (!text)
        return lab_error("%s can't be read (%s); is this a whole copy of the lab?", path,
                         strerror(errno));
    struct page page = page_open(stdout);
    markdown_print(&page, text, folded);
    free(text);
    return end_output();
}

int command_lesson(struct lab *lab)
{
    char path[PATH_MAX], folded[128];
    if (!lab->task)
        return show_page("tasks/INTRODUCTION.md", NULL);
    make_path(path, "tasks/%s/LESSON.md", lab->task->folder);
    snprintf(folded, sizeof folded,
             "The answer is folded: make lesson TASK=%d ANSWER=1 unfolds it",
             lab->task->number);
    return show_page(path, lab->options.answer ? NULL : folded);
}

void show_closing_page(struct lab *lab)
{
    (void)lab;
    show_page("tasks/CLOSING.md", NULL);
}
