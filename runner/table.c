/* table.c - see table.h. */
#include "table.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NUMBER_SIZE 400 /* the longest double in %f, and more */

static bool in_colour;

void table_begin(void)
{
    const char *terminal = getenv("TERM");
    in_colour = isatty(STDOUT_FILENO) && !getenv("NO_COLOR") && terminal &&
                strcmp(terminal, "dumb") != 0;
}

void cell(enum tint tint, int width, const char *text)
{
    static const char *const codes[] = {
        [TINT_TITLE] = "1", [TINT_QUIET] = "2", [TINT_GOOD] = "32", [TINT_BAD] = "31"};
    bool tinted = in_colour && tint != TINT_NONE;
    if (tinted)
        printf("\033[%sm", codes[tint]);
    printf("%*s", width, text);
    if (tinted)
        fputs("\033[0m", stdout);
}

void number_cell(int width, int decimals, double value)
{
    char text[NUMBER_SIZE];
    if (isnan(value)) {
        cell(TINT_QUIET, width, "-");
        return;
    }
    if (snprintf(text, sizeof text, "%.*f", decimals, value) > width - 2)
        snprintf(text, sizeof text, "%.0e", value);
    cell(TINT_NONE, width, text);
}

void end_row(void)
{
    putchar('\n');
    fflush(stdout);
}
