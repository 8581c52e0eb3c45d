#define _GNU_SOURCE
#include "watch_session.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "begun.h"
#include "files.h"
#include "lesson.h"
#include "page.h"
#include "report.h"
#include "results.h"
#include "state.h"
#include "stubs.h"
#include "text.h"
#include "watch_keys.h"

void session_say(struct session *session, const char *format, ...)
{
    char text[1024];
    va_list values;
    va_start(values, format);
    vsnprintf(text, sizeof text, format, values);
    va_end(values);
    screen_begin(&session->screen);
    struct page page = page_open(stdout);
    page_paragraph(&page, 0, "", text);
    fflush(stdout);
}

/* ---- which task ------------------------------------------------------------------------------ */

/* The first task behind `from` (NULL: the first of all) that doesn't pass as it is now; NULL: all do. */
static const struct task *next_task(const struct lab *lab, const struct task *from)
{
    int count = lab->tasks.count;
    int first = from ? (int)(from - lab->tasks.tasks) + 1 : 0;
    for (int i = 0; i < count; i++) {
        const struct task *task = &lab->tasks.tasks[(first + i) % count];
        if (state_of_task(lab, task).standing != STANDING_PASSED)
            return task;
    }
    return NULL;
}

static void invite(struct session *session)
{
    const struct task *task = session->task;
    session_say(session,
                "Task %d, %s, isn't begun yet. l shows its lesson; then edit "
                "tasks/%s/%s, and save.",
                task->number, task->name, task->folder, task->files[0]);
    if (!session->last)
        session->status = EXIT_CHECK_FAILED;
}

/* Judges the task as it is, unless it is still the stub: nobody needs to be told that. */
static void take_up(struct session *session, const struct task *task)
{
    session->task = task;
    if (all_are_stubs(task))
        invite(session);
    else
        session_judge(session, false);
}

/* ---- the beginning --------------------------------------------------------------------------- */

static int watch_files(struct session *session)
{
    const struct task_list *tasks = &session->lab->tasks;
    char path[PATH_MAX];
    for (int t = 0; t < tasks->count; t++) {
        const struct task *task = &tasks->tasks[t];
        for (int f = 0; f < task->file_count; f++) {
            int number = watcher_add(session->watcher, learner_path(path, task, f));
            if (number < 0)
                return lab_error("can't watch %s: %s", path, strerror(errno));
            session->owners[number] = task;
            session->names[number] = task->files[f];
        }
    }
    return -1;
}

static void tell_method(struct session *session)
{
    const char *reason = watcher_reason(session->watcher);
    session->polling_told = *reason;
    if (*reason)
        session_say(session,
                    "Watching tasks/ by looking at the files five times a second (%s).",
                    reason);
    else
        session_say(session, "Watching tasks/ (inotify): what you save is judged.");
    if (!session->screen.live)
        session_say(session, "Keys%s: %s",
                    session->terminal.is ? "" : ", each followed by Enter", KEYS_LONG);
}

/* Returns -1; or an exit status. */
static int wants_polling(bool *polling)
{
    const char *wish = getenv("LAB_WATCH");
    *polling = wish && strcmp(wish, "poll") == 0;
    if (*polling || !wish || !*wish || strcmp(wish, "inotify") == 0)
        return -1;
    return usage_error("LAB_WATCH=%s is not known; use poll or inotify", wish);
}

int session_begin(struct session *session, struct lab *lab)
{
    bool polling;
    int status = wants_polling(&polling);
    *session = (struct session){.lab = lab};
    if (status != -1)
        return status;
    session->watcher = watcher_open(polling);
    if (!session->watcher)
        return lab_error("no memory");
    session->manifest = read_manifest("build/manifest.json"); /* NULL: validate says so */
    status = watch_files(session);
    if (status != -1)
        return status;
    terminal_open(&session->terminal, 0, 1);
    screen_open(&session->screen, session->terminal.is);
    tell_method(session);
    for (int i = 0; i < lab->tasks.count; i++)
        begun_tell(&lab->tasks.tasks[i]);
    const struct task *task = lab->task ? lab->task : next_task(lab, NULL);
    if (task) {
        take_up(session, task);
        return -1;
    }
    session->task = &lab->tasks.tasks[lab->tasks.count - 1];
    session_say(session, "All tasks pass. A file that you save is judged all the same.");
    return -1;
}

/* ---- judging ---------------------------------------------------------------------------------- */

void session_judge(struct session *session, bool all)
{
    const struct options *options = &session->lab->options;
    judging_cancel(&session->judging, session->command);
    session->finished_before = state_all_passed(session->lab);
    session->early = (struct early){.over = all};
    if (judging_start(&session->judging, all ? 0 : session->task->number,
                      options->seed_given ? &options->seed : NULL) != 0)
        snprintf(session->notice, sizeof session->notice, "lab: can't start to judge: %s",
                 strerror(errno));
}

static void file_is_missing(struct session *session, int file)
{
    const struct task *task = session->owners[file];
    if (session->judging.task == task->number || session->judging.task == 0)
        judging_cancel(&session->judging, session->command);
    snprintf(session->notice, sizeof session->notice,
             "%s is missing; as soon as it is back it is judged. (make reset TASK=%d "
             "brings the stub.)",
             session->names[file], task->number);
}

void session_look(struct session *session)
{
    enum watched_change changes[WATCHED_MOST];
    int saved = -1;
    if (watcher_look(session->watcher, changes) == 0)
        return;
    for (int i = 0; i < WATCHED_MOST && session->owners[i]; i++) {
        if (changes[i] == WATCHED_MISSING)
            file_is_missing(session, i);
        /* Of several, that of the current task: a change of branch saves many. */
        if (changes[i] == WATCHED_SAVED &&
            (saved < 0 || session->owners[i] == session->task))
            saved = i;
    }
    if (saved < 0)
        return;
    session->task = session->owners[saved];
    snprintf(session->saved, sizeof session->saved, "%s", session->names[saved]);
    session_judge(session, false);
}

/* ---- showing ---------------------------------------------------------------------------------- */

static void print_time(struct session *session)
{
    char text[32] = "";
    time_t now = time(NULL);
    struct tm local;
    if (localtime_r(&now, &local))
        strftime(text, sizeof text, "%H:%M:%S", &local);
    struct page page = page_open(stdout);
    page_print(&page, PAGE_DIM, "\n-- %s%s%s --\n", text, *session->saved ? " " : "",
               session->saved);
    session->saved[0] = '\0';
}

/* Once, when the last task has passed. */
static void show_close(struct session *session)
{
    if (session->finished_before || !state_all_passed(session->lab))
        return;
    putchar('\n');
    show_closing_page(session->lab);
}

/* Moves on when the current task passes. */
static void move_on(struct session *session)
{
    const struct task *next = next_task(session->lab, session->task);
    if (!next)
        session_say(session, "All tasks pass.");
    else if (next != session->task) {
        session_say(session, "Task %d passes; on to task %d.", session->task->number,
                    next->number);
        take_up(session, next);
    }
}

static void keep(struct session *session, cJSON *results, bool all)
{
    cJSON **place = all ? &session->last : &session->last_of_task;
    if (session->last != session->last_of_task)
        cJSON_Delete(session->last);
    if (!all)
        cJSON_Delete(session->last_of_task);
    *place = results;
    session->last = results;
}

static void show_outcome(struct session *session, int task,
                         struct judging_outcome *outcome)
{
    bool all = task == 0;
    session->status = outcome->status;
    screen_begin(&session->screen);
    if (!*session->early.shown)
        print_time(session);
    if (*outcome->trouble)
        session_say(session, "%s", outcome->trouble);
    if (!outcome->results) {
        if (!*outcome->trouble)
            session_say(session, "lab: no verdict came (status %d)", outcome->status);
        return;
    }
    report_brief(outcome->results, session->last_of_task, session->early.shown, stdout);
    fflush(stdout);
    keep(session, outcome->results, all);
    show_close(session);
    if (!all && outcome->status == EXIT_ALL_PASSED && session->task->number == task)
        move_on(session);
}

static void show_early(struct session *session)
{
    if (session->early.over || !session->judging.pid)
        return;
    cJSON *check = early_failure(&session->early, &session->judging, session->task,
                                 session->manifest);
    if (!check)
        return;
    cJSON *task = early_task(session->task, session->manifest);
    screen_begin(&session->screen);
    print_time(session);
    struct page page = page_open(stdout);
    text_check(&page, task, check);
    fflush(stdout);
    cJSON_Delete(task);
    cJSON_Delete(check);
}

int session_timeout(const struct session *session)
{
    bool follows = session->judging.pid && !session->early.over && !session->command;
    int timeout = watcher_timeout(session->watcher);
    return follows && timeout > EARLY_EVERY ? EARLY_EVERY : timeout;
}

void session_show(struct session *session)
{
    struct judging_outcome outcome;
    int task = session->judging.task;
    if (session->command)
        return;
    if (!session->polling_told && *watcher_reason(session->watcher)) {
        session->polling_told = true;
        session_say(session,
                    "From now on: looking at the files five times a second (%s).",
                    watcher_reason(session->watcher));
    }
    if (*session->notice)
        session_say(session, "%s", session->notice);
    session->notice[0] = '\0';
    if (judging_ended(&session->judging, session->command, &outcome))
        show_outcome(session, task, &outcome);
    else
        show_early(session);
}

/* How the current task did last: "4: 21 of 28"; "Task 4" if that isn't known. */
static void put_standing(const struct session *session, char *text, size_t size)
{
    const cJSON *task =
        cJSON_GetArrayItem(cJSON_GetObjectItem(session->last_of_task, "tasks"), 0);
    const cJSON *checks = cJSON_GetObjectItem(task, "checks"), *check;
    int passed = 0;
    snprintf(text, size, "Task %d", session->task->number);
    if (!task || (int)number_of(task, "task") != session->task->number)
        return;
    cJSON_ArrayForEach(check, checks) passed +=
        strcmp(text_of(check, "status"), "pass") == 0;
    snprintf(text, size, "%d: %d of %d", session->task->number, passed,
             cJSON_GetArraySize(checks));
}

void session_status_line(struct session *session)
{
    char text[256], brief[256], standing[48];
    if (session->judging.pid && session->judging.task)
        snprintf(text, sizeof text, "Judging%s task %d ...",
                 *session->early.shown ? " the rest of" : "", session->judging.task);
    else if (session->judging.pid)
        snprintf(text, sizeof text, "Judging all tasks ...");
    else {
        put_standing(session, standing, sizeof standing);
        snprintf(text, sizeof text, "%s  %s", standing, KEYS_LONG);
        snprintf(brief, sizeof brief, "%s  %s", standing, KEYS_SHORT);
    }
    screen_status(&session->screen, text, session->judging.pid ? text : brief);
}

void session_end(struct session *session)
{
    judging_cancel(&session->judging, session->command);
    if (session->last != session->last_of_task)
        cJSON_Delete(session->last);
    cJSON_Delete(session->last_of_task);
    cJSON_Delete(session->manifest);
    watcher_close(session->watcher);
}
