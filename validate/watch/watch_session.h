/*
 * watch_session.h - what is watched, what is judged, and what is shown of it.
 *
 * Nothing here waits: watch_loop.c calls when something has happened.
 */
#ifndef WATCH_SESSION_H
#define WATCH_SESSION_H

#include <cjson/cJSON.h>
#include <sys/types.h>

#include "early.h"
#include "judging.h"
#include "lab.h"
#include "watch_screen.h"
#include "watch_terminal.h"
#include "watcher.h"

struct session {
    struct lab *lab;
    struct watcher *watcher;
    const struct task *owners[WATCHED_MOST]; /* of the watched files */
    const char *names[WATCHED_MOST];         /* theirs, without a folder */
    struct terminal terminal;
    struct screen screen;
    struct judging judging;
    struct early early; /* what is known of it already */
    cJSON *manifest;    /* all checks; owned */
    pid_t command;      /* that a key started and that has the terminal now; 0: none */

    const struct task *task; /* the one that the learner works at */
    cJSON *last;             /* the verdict that was shown last; NULL: none; owned */
    cJSON *last_of_task;     /* the last one of a single task; NULL: none; owned */
    int status;              /* what a validation ended with last */
    char saved[TASK_NAME];   /* the file that the run under way is about; "" none */
    char notice[512];     /* to be said when nobody else has the terminal; "" nothing */
    bool finished_before; /* all tasks had passed before the run under way */
    bool solution_asked;  /* s was the last key */
    bool polling_told;
    bool over;
};

/* Begins: finds the task, watches the files, says so, starts to judge. Returns -1; or an exit status, the
 * reason said. */
int session_begin(struct session *session, struct lab *lab);

/* Looks which files were saved. One that was makes its task the current one, and is judged; what is
 * being judged already is cancelled. */
void session_look(struct session *session);

/* Starts to judge the current task, or all of them. */
void session_judge(struct session *session, bool all);

/* Shows what there is to be shown, provided that no command has the terminal. */
void session_show(struct session *session);

/* Milliseconds until session_look or session_show has to be called at the latest. */
int session_timeout(const struct session *session);

/* Prints a line of its own, by printf rules. */
void session_say(struct session *session, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The line at the bottom. */
void session_status_line(struct session *session);

void session_end(struct session *session);

#endif
