#define _GNU_SOURCE
#include "watch_screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "page.h"

#define WIDTH_DEFAULT 80
#define WIDTH_LEAST   8

#define CLEAR_LINE "\r\033[K"

void screen_open(struct screen *screen, bool terminal)
{
    const char *name = getenv("TERM");
    *screen = (struct screen){.live = terminal && name && strcmp(name, "dumb") != 0};
}

static int width_now(void)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < WIDTH_LEAST)
        return WIDTH_DEFAULT;
    return size.ws_col;
}

void screen_begin(struct screen *screen)
{
    if (screen->shown)
        fputs(CLEAR_LINE, stdout);
    screen->shown = false;
}

/* One column stays free: a terminal goes to the next line when the last one is filled. */
void screen_status(struct screen *screen, const char *text, const char *brief)
{
    char line[sizeof screen->status];
    if (!screen->live)
        return;
    int room = width_now() - 1;
    snprintf(line, sizeof line, "%.*s", room, (int)strlen(text) <= room ? text : brief);
    if (screen->shown && strcmp(line, screen->status) == 0)
        return;
    screen_begin(screen);
    struct page page = page_open(stdout);
    page_print(&page, PAGE_DIM, "%s", line);
    snprintf(screen->status, sizeof screen->status, "%s", line);
    screen->shown = true;
    fflush(stdout);
}

void screen_renew(struct screen *screen)
{
    screen_begin(screen);
}
