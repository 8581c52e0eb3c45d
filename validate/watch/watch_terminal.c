#define _GNU_SOURCE
#include "watch_terminal.h"

#include <unistd.h>

void terminal_open(struct terminal *terminal, int in, int out)
{
    *terminal = (struct terminal){.fd = in};
    terminal->is = isatty(in) && isatty(out) && tcgetattr(in, &terminal->before) == 0;
}

bool terminal_ours(const struct terminal *terminal)
{
    return !terminal->is || tcgetpgrp(terminal->fd) == getpgrp();
}

void terminal_remember(struct terminal *terminal)
{
    struct termios modes;
    if (terminal->is && !terminal->keys && terminal_ours(terminal) &&
        tcgetattr(terminal->fd, &modes) == 0)
        terminal->before = modes;
}

void terminal_take(struct terminal *terminal)
{
    if (!terminal->is || terminal->keys || !terminal_ours(terminal))
        return;
    struct termios modes = terminal->before;
    modes.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    modes.c_cc[VMIN] = 1;
    modes.c_cc[VTIME] = 0;
    terminal->keys = tcsetattr(terminal->fd, TCSADRAIN, &modes) == 0;
}

void terminal_give_back(struct terminal *terminal)
{
    if (terminal->keys && terminal_ours(terminal))
        tcsetattr(terminal->fd, TCSADRAIN, &terminal->before);
    terminal->keys = false;
}
