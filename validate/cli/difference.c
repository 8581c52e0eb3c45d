#include "difference.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "lab.h"
#include "page.h"

/* What begins with '+' is the second file's, with '-' the first one's. */
static void print_lines(const char *text)
{
    struct page page = page_open(stdout);
    while (*text) {
        size_t length = strcspn(text, "\n");
        enum page_colour colour = *text == '+'   ? PAGE_GREEN
                                  : *text == '-' ? PAGE_RED
                                  : *text == '@' ? PAGE_DIM
                                                 : PAGE_PLAIN;
        page_print(&page, colour, "%.*s", (int)length, text);
        putchar('\n');
        text += length + (text[length] == '\n');
    }
}

static int run_diff(struct command *diff, const char *from, const char *from_label,
                    const char *to, const char *to_label)
{
    command_add(diff, "diff");
    command_add(diff, "-u");
    command_add(diff, "--label=%s", from_label);
    command_add(diff, "--label=%s", to_label);
    command_add(diff, "--");
    command_add(diff, "%s", from);
    command_add(diff, "%s", to);
    if (run_commands(diff, 1, 1) != 0)
        return lab_error("diff can't be run (%s); it is in the package diffutils",
                         strerror(errno));
    if (diff->status > 1 || !diff->output)
        return lab_error("diff failed: %.200s",
                         diff->output ? diff->output : "no memory");
    return EXIT_ALL_PASSED;
}

int print_difference(const char *from, const char *from_label, const char *to,
                     const char *to_label, bool *same)
{
    struct command diff = {0};
    int status = run_diff(&diff, from, from_label, to, to_label);
    *same = status == EXIT_ALL_PASSED && diff.status == 0;
    if (status == EXIT_ALL_PASSED && !*same)
        print_lines(diff.output);
    command_free(&diff);
    return status;
}
