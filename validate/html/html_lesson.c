/* html_lesson.c - see html_lesson.h. Lessons are CommonMark: cmark reads them. */
#include "html_lesson.h"

#include <cmark.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"

#define LESSON_LIMIT  (1u << 20)
#define LEVELS_DEEPER 2 /* a lesson's title stands below the page's and the task's */
#define LEVEL_MOST    6

static void lower_headings(cmark_node *document)
{
    cmark_iter *iter = cmark_iter_new(document);
    while (cmark_iter_next(iter) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (cmark_node_get_type(node) != CMARK_NODE_HEADING ||
            cmark_iter_get_event_type(iter) != CMARK_EVENT_ENTER)
            continue;
        int level = cmark_node_get_heading_level(node) + LEVELS_DEEPER;
        cmark_node_set_heading_level(node, level < LEVEL_MOST ? level : LEVEL_MOST);
    }
    cmark_iter_free(iter);
}

/* The lesson's own HTML is its <details>: it is the lab's text, not a stranger's. */
static char *to_html(const char *text)
{
    cmark_node *document = cmark_parse_document(text, strlen(text), CMARK_OPT_DEFAULT);
    lower_headings(document);
    char *html = cmark_render_html(document, CMARK_OPT_UNSAFE);
    cmark_node_free(document);
    return html;
}

int html_lesson(int number, const char *name, FILE *out)
{
    char path[PATH_MAX];
    make_path(path, "tasks/%02d_%s/LESSON.md", number, name);
    char *text = read_file(path, LESSON_LIMIT, NULL);
    if (!text)
        return -1;
    char *html = to_html(text);
    free(text);
    if (!html) {
        errno = ENOMEM;
        return -1;
    }
    fprintf(
        out,
        "<aside aria-label=\"Lesson of task %d\"><details class=\"lesson\"><summary>The "
        "lesson</summary>\n%s</details></aside>\n",
        number, html);
    free(html);
    return 0;
}
