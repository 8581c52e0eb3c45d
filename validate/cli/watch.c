/*
 * watch.c - `build/lab watch`: judges at every save.
 */
#include <signal.h>
#include <string.h>

#include "lab.h"
#include "watch_loop.h"

int command_watch(struct lab *lab)
{
    static struct session session; /* large */
    if (strcmp(lab->options.from_word, "tasks") != 0)
        return usage_error("watch looks at your files in tasks/; it takes no FROM");
    signal(SIGPIPE, SIG_IGN);
    judging_prepare();
    return watch_loop(&session, lab);
}
