/*
 * play_command.c - `build/lab play TASK`: puzzles in which the learner is the scheduler.
 */
#include "play_command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "debug_info.h"
#include "explore_run.h"
#include "files.h"
#include "full_screen.h"
#include "game_lines.h"
#include "game_screen.h"
#include "lab.h"
#include "output.h"
#include "page.h"
#include "program_build.h"
#include "puzzles.h"
#include "state.h"
#include "store.h"

#define BUDGET            20000 /* schedules for what is known from the beginning */
#define JOBS              "validate/player/program/jobs.c"
#define DIAGNOSTICS_SHOWN 2000

/* A puzzle's files, and its program. */
struct session {
    const struct lab *lab;
    const struct task *task;
    const struct puzzle *puzzle;
    const char *files[3];
    int file_count;
    char with[PATH_MAX]; /* the learner's file */
    char include[PATH_MAX];
    struct built_program program;
    bool remembered; /* that it was solved */
};

/* ---- the back end ---------------------------------------------------------------- */

static const char *why_not_run(const struct explore_run *run)
{
    switch (run->end) {
    case RUN_EXITED:
        return "the program has ended itself";
    case RUN_KILLED:
        return "a signal has ended the program";
    case RUN_TOO_LONG:
        return "the program ran for too long";
    case RUN_TOO_LARGE:
        return "the program took too much memory";
    default:
        return "it could not be started";
    }
}

static int run_program(void *context, struct explore_play *play,
                       struct explore_report *report, char *why)
{
    static struct explore_run run; /* large */
    struct session *session = context;
    struct explore_command command = {.budget = BUDGET, .play = play};
    if (run_explored(&session->program, &command, &run) != 0) {
        snprintf(why, GAME_MESSAGE, "The program can't be run: %s.", strerror(errno));
        return -1;
    }
    int error = run.end == RUN_FINISHED ? run.evidence->error : 0;
    bool finished = run.end == RUN_FINISHED && error == 0;
    if (finished) {
        *play = run.evidence->play;
        *report = run.evidence->reports[0];
    } else if (run.end == RUN_FINISHED) {
        snprintf(why, GAME_MESSAGE, "The program can't be run: %s.", strerror(error));
    } else {
        snprintf(why, GAME_MESSAGE, "The program can't be played: %s.",
                 why_not_run(&run));
    }
    release_run(&run);
    return finished ? 0 : -1;
}

/* ---- one puzzle ------------------------------------------------------------------ */

static void find_files(struct session *session)
{
    const struct lab *lab = session->lab;
    session->files[session->file_count++] = session->puzzle->path;
    make_path(session->include, "-Itasks/%s", session->task->folder);
    if (!session->puzzle->with[0])
        return;
    make_path(session->with, "%s/%s/%s", lab->options.from, session->task->folder,
              session->puzzle->with);
    session->files[session->file_count++] = session->with;
    session->files[session->file_count++] = JOBS;
}

static char *identify(const struct lab *lab, const struct task *task,
                      const struct puzzle *puzzle, char text[IDENTITY_SIZE])
{
    struct session session = {.lab = lab, .task = task, .puzzle = puzzle};
    find_files(&session);
    return identify_files(session.files, session.file_count, text);
}

/* A program that can't be built: the reason in one line, then what the compiler said. */
static int tell_refusal(const struct session *session)
{
    const struct built_program *program = &session->program;
    struct page page = page_open(stderr);
    char text[DIAGNOSTICS_SHOWN];
    bool learners =
        program->status == PROGRAM_REFUSED || program->status == PROGRAM_UNSUPPORTED;
    int status = learners ? usage_error("%s can't be played: %s", session->puzzle->name,
                                        program->message)
                          : lab_error("%s", program->message);
    if (program->diagnostics) {
        snprintf(text, sizeof text, "%s", program->diagnostics);
        page_verbatim(&page, 2, text);
    }
    return status;
}

/* The learner's file fails before there is anything to decide. */
static enum game_end tell_too_early(const struct session *session,
                                    const struct game *game)
{
    struct page page = page_open(stdout);
    char text[2 * GAME_MESSAGE], verdict[GAME_MESSAGE];
    snprintf(text, sizeof text,
             "%s can't be played yet, because %s fails in every schedule. `make validate "
             "TASK=%d` tells why. Here: %.600s",
             session->puzzle->title, session->puzzle->with, session->task->number,
             game_verdict(game, verdict));
    page_paragraph(&page, 0, "", text);
    return GAME_LEFT;
}

static enum game_end play_somewhere(const struct session *session, struct game *game)
{
    enum game_end end = GAME_LEFT;
    const char *why;
    bool plain =
        session->lab->options.plain || !isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO);
    if (!plain && game_screen(game, session->puzzle, &end, &why) == 0)
        return end;
    if (!plain)
        printf("(Line by line, because %s.)\n\n", why);
    return play_lines(game, session->puzzle);
}

/* At once, so that ^C or a closed terminal behind it takes nothing away. */
static void remember(void *context)
{
    struct session *session = context;
    char identity[IDENTITY_SIZE];
    if (!session->remembered)
        session->remembered =
            state_remember_puzzle(
                session->task, session->puzzle->name,
                identify(session->lab, session->task, session->puzzle, identity)) == 0;
}

static int play_built(struct session *session)
{
    static struct game game; /* large */
    char why[GAME_MESSAGE];
    struct debug_sources sources = {.bare = true};
    struct game_backend backend = {.run = run_program,
                                   .solved = remember,
                                   .context = session,
                                   .info = debug_open(session->program.path, &sources)};
    enum game_end end = GAME_STUCK;
    if (game_open(&game, &backend, why) != 0)
        fprintf(stderr, "lab: %s\n", why);
    else if (game.standing == GAME_BROKEN && session->puzzle->with[0])
        end = tell_too_early(session, &game);
    else
        end = play_somewhere(session, &game);
    game_close(&game);
    debug_close(backend.info);
    if (end == GAME_SOLVED)
        remember(session);
    if (end == GAME_SOLVED && !session->remembered)
        return lab_error("that it was solved can't be remembered: %s", strerror(errno));
    return end == GAME_STUCK ? EXIT_LAB_FAILED : EXIT_ALL_PASSED;
}

static int play_puzzle(const struct lab *lab, const struct puzzle *puzzle)
{
    static struct session session; /* large */
    session = (struct session){.lab = lab, .task = lab->task, .puzzle = puzzle};
    find_files(&session);
    const char *flags[] = {session.include, "-Irunner"};
    session.program = (struct built_program){.root = lab->root,
                                             .files = session.files,
                                             .file_count = session.file_count,
                                             .flags = flags,
                                             .flag_count = 2};
    build_program(&session.program);
    int status = session.program.status == PROGRAM_BUILT ? play_built(&session)
                                                         : tell_refusal(&session);
    release_program(&session.program);
    return status;
}

/* ---- the list -------------------------------------------------------------------- */

enum solved { NOT_SOLVED, SOLVED, CHANGED_SINCE };

static enum solved standing_of(const struct lab *lab, const struct task *task,
                               const cJSON *solved, const struct puzzle *puzzle)
{
    char now[IDENTITY_SIZE];
    const char *then =
        cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(solved, puzzle->name));
    if (!then)
        return NOT_SOLVED;
    return strcmp(then, identify(lab, task, puzzle, now)) == 0 ? SOLVED : CHANGED_SINCE;
}

static int find_puzzles(const struct task *task, struct puzzle_list *list)
{
    char folder[PATH_MAX];
    make_path(folder, "tasks/%s/puzzles", task->folder);
    return puzzles_find(folder, list);
}

int count_puzzles(const struct lab *lab, const struct task *task, int *solved)
{
    static struct puzzle_list list; /* large */
    *solved = 0;
    if (find_puzzles(task, &list) != 0 || list.count == 0)
        return 0;
    cJSON *known = state_puzzles_solved(task);
    for (int i = 0; i < list.count; i++)
        *solved += standing_of(lab, task, known, &list.puzzles[i]) == SOLVED;
    cJSON_Delete(known);
    return list.count;
}

static void print_list(const struct lab *lab, const struct puzzle_list *list)
{
    cJSON *solved = state_puzzles_solved(lab->task);
    printf("You are the scheduler: break these programs, if they can be broken.\n\n");
    for (int i = 0; i < list->count; i++) {
        const struct puzzle *puzzle = &list->puzzles[i];
        static const char *const words[] = {
            [NOT_SOLVED] = "",
            [SOLVED] = " - solved",
            [CHANGED_SINCE] = " - solved, and changed since",
        };
        enum solved standing = standing_of(lab, lab->task, solved, puzzle);
        printf("  %2d  %s%s%s%s%s\n", i + 1, puzzle->title, puzzle->with[0] ? " (" : "",
               puzzle->with, puzzle->with[0] ? ")" : "", words[standing]);
    }
    cJSON_Delete(solved);
}

/* Asks until somebody has had enough. */
static int ask_and_play(const struct lab *lab, const struct puzzle_list *list)
{
    char *line = NULL;
    size_t size = 0;
    int status = EXIT_ALL_PASSED;
    for (;;) {
        print_list(lab, list);
        printf("\nWhich one? (its number; q quits) ");
        fflush(stdout);
        if (getline(&line, &size, stdin) < 0)
            break;
        line[strcspn(line, " \t\r\n")] = '\0';
        if (strcmp(line, "q") == 0)
            break;
        const struct puzzle *puzzle = puzzles_named(list, line);
        putchar('\n');
        if (puzzle)
            status = play_puzzle(lab, puzzle);
        else if (line[0])
            printf("There is no puzzle %s.\n", line);
        putchar('\n');
    }
    free(line);
    return status;
}

/* The next one to do: the first that isn't solved. */
static int print_next(const struct lab *lab, const struct puzzle_list *list)
{
    print_list(lab, list);
    printf("\nmake play TASK=%d PUZZLE=1 plays the first one.\n", lab->task->number);
    return end_output();
}

/* Where one task alone has puzzles, nobody need name it. */
static const struct task *only_task_with_puzzles(const struct lab *lab)
{
    static struct puzzle_list list; /* large */
    const struct task *found = NULL;
    for (int i = 0; i < lab->tasks.count; i++) {
        const struct task *task = &lab->tasks.tasks[i];
        if (find_puzzles(task, &list) != 0 || list.count == 0)
            continue;
        if (found)
            return NULL;
        found = task;
    }
    return found;
}

int command_play(struct lab *lab)
{
    static struct puzzle_list list; /* large */
    if (!lab->task)
        lab->task = only_task_with_puzzles(lab);
    if (!lab->task)
        return usage_error("play which task? For example: make play TASK=4");
    if (find_puzzles(lab->task, &list) != 0)
        return lab_error("can't read the puzzles of task %d: %s", lab->task->number,
                         strerror(errno));
    if (list.count == 0)
        return usage_error("task %d has no puzzles; task 4 has: make play TASK=4",
                           lab->task->number);
    if (!lab->options.puzzle)
        return isatty(STDIN_FILENO) ? ask_and_play(lab, &list) : print_next(lab, &list);
    const struct puzzle *puzzle = puzzles_named(&list, lab->options.puzzle);
    if (!puzzle)
        return usage_error("there is no puzzle %s; without PUZZLE=, make play TASK=%d "
                           "lists them",
                           lab->options.puzzle, lab->task->number);
    return play_puzzle(lab, puzzle);
}
