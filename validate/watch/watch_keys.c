#define _GNU_SOURCE
#include "watch_keys.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "report.h"
#include "results.h"

#define END_OF_INPUT 4 /* ^D */

/* ---- commands ------------------------------------------------------------------------------- */

/* It stays in the process group of the session: ^C and ^Z reach both. */
static void become_command(const char *name, int task, const char *option)
{
    char number[16];
    sigset_t none;
    sigemptyset(&none);
    snprintf(number, sizeof number, "%d", task);
    for (int i = 1; i < NSIG; i++)
        signal(i, SIG_DFL); /* fails for SIGKILL and SIGSTOP, as it may */
    sigprocmask(SIG_SETMASK, &none, NULL);
    execl("build/lab", "build/lab", name, number, option, (char *)NULL);
    fprintf(stderr, "lab: build/lab can't be run: %s\n", strerror(errno));
    _exit(EXIT_LAB_FAILED);
}

/* `option` may be NULL. */
static void start_command(struct session *session, const char *name, const char *option)
{
    screen_begin(&session->screen);
    fflush(stdout);
    terminal_give_back(&session->terminal);
    pid_t child = fork();
    if (child == 0)
        become_command(name, session->task->number, option);
    if (child < 0)
        session_say(session, "make %s can't be started: %s", name, strerror(errno));
    else
        session->command = child;
}

static void command_ended(struct session *session)
{
    session->command = 0;
    terminal_take(&session->terminal);
    putchar('\n');
    fflush(stdout);
}

void take_command_end(struct session *session)
{
    if (session->command && waitpid(session->command, NULL, WNOHANG) == session->command)
        command_ended(session);
}

void end_command(struct session *session)
{
    if (!session->command)
        return;
    kill(session->command, SIGKILL);
    waitpid(session->command, NULL, 0);
    command_ended(session);
}

/* ---- keys ------------------------------------------------------------------------------------- */

static void show_full_report(struct session *session)
{
    if (!session->last) {
        session_say(session, "Nothing has been judged yet.");
        return;
    }
    screen_begin(&session->screen);
    report_text(session->last, stdout);
    fflush(stdout);
}

/* The first check of the current task's verdict that some schedule breaks; NULL: none. */
static const cJSON *first_broken_by_a_schedule(const struct session *session)
{
    const cJSON *task =
        cJSON_GetArrayItem(cJSON_GetObjectItem(session->last_of_task, "tasks"), 0);
    const cJSON *check;
    if ((int)number_of(task, "task") != session->task->number)
        return NULL;
    cJSON_ArrayForEach(
        check,
        cJSON_GetObjectItem(
            task, "checks")) if (cJSON_GetObjectItem(check,
                                                     "counterexample")) return check;
    return NULL;
}

static void replay(struct session *session)
{
    char option[160];
    const cJSON *check = first_broken_by_a_schedule(session);
    if (!check) {
        session_say(session,
                    "No check of task %d failed by a schedule: there is nothing "
                    "to replay.",
                    session->task->number);
        return;
    }
    snprintf(option, sizeof option, "--check=%s", text_of(check, "id"));
    start_command(session, "replay", option);
}

/* It takes the fun out of a task: one slip of the finger must not show it. */
static void show_solution(struct session *session, bool asked)
{
    if (asked) {
        start_command(session, "solution", NULL);
        return;
    }
    session_say(session, "The solution of task %d? s once more shows it.",
                session->task->number);
    session->solution_asked = true;
}

static void show_help(struct session *session)
{
    session_say(session,
                "h  one hint more about task %d\n"
                "l  its lesson\n"
                "s  its solution\n"
                "r  the schedule that breaks a check, step by step\n"
                "f  the last verdict in full, every check\n"
                "p  where you stand\n"
                "a  judge all tasks\n"
                "Enter  judge task %d once more\n"
                "q  quit",
                session->task->number, session->task->number);
}

void press_key(struct session *session, char key)
{
    bool asked = session->solution_asked;
    session->solution_asked = false;
    switch (key) {
    case 'h':
        start_command(session, "hint", NULL);
        break;
    case 'l':
        start_command(session, "lesson", NULL);
        break;
    case 's':
        show_solution(session, asked);
        break;
    case 'r':
        replay(session);
        break;
    case 'p':
        start_command(session, "progress", NULL);
        break;
    case 'f':
        show_full_report(session);
        break;
    case 'a':
        session_judge(session, true);
        break;
    case '\n':
    case '\r':
        session_judge(session, false);
        break;
    case '?':
        show_help(session);
        break;
    case 'q':
    case END_OF_INPUT:
        session->over = true;
        session->status = EXIT_ALL_PASSED;
        break;
    default:
        if (key > ' ' && key < 127)
            session_say(session, "%c is no key; %s", key, KEYS_LONG);
    }
}
