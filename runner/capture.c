/* capture.c - see capture.h. */
#include "capture.h"

#include <stdio.h>
#include <string.h>

void capture_label(struct capture *capture, const char *label)
{
    capture->label = label;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static void append(struct capture *capture, const char *bytes, size_t count)
{
    size_t room =
        smaller(CAPTURE_SIZE - capture->used, CAPTURE_PART - capture->part_used);
    size_t kept = smaller(count, room);
    memcpy(capture->text + capture->used, bytes, kept);
    capture->used += kept;
    capture->part_used += kept;
    if (kept < count)
        capture->cut = true;
}

static bool at_line_start(const struct capture *capture)
{
    return capture->used == 0 || capture->text[capture->used - 1] == '\n';
}

static void begin_part(struct capture *capture)
{
    capture->part = capture->label;
    capture->part_used = 0;
    if (!at_line_start(capture))
        append(capture, "\n", 1);
    append(capture, "[", 1);
    append(capture, capture->part, strlen(capture->part));
    append(capture, "]\n", 2);
}

void capture_add(struct capture *capture, const char *bytes, size_t count)
{
    if (count == 0)
        return;
    if (capture->label && capture->label != capture->part)
        begin_part(capture);
    append(capture, bytes, count);
}

static void print_harmless(char byte)
{
    bool harmless = (byte >= ' ' && byte <= '~') || byte == '\n' || byte == '\t';
    putchar(harmless ? byte : '?');
}

void capture_print(const struct capture *capture)
{
    if (capture->used == 0)
        return;
    printf("\nWhat your code printed%s:\n", capture->cut ? " (the beginning of it)" : "");
    for (size_t i = 0; i < capture->used; i++) {
        if (i == 0 || capture->text[i - 1] == '\n')
            fputs("  | ", stdout);
        print_harmless(capture->text[i]);
    }
    if (!at_line_start(capture))
        putchar('\n');
}
