/*
 * explore.c - `build/lab explore prog.c`: is there a schedule that breaks this program?
 *
 * The program is built so that it explores itself, run to a verdict, and what it found is shown.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "explore_show.h"
#include "files.h"
#include "lab.h"
#include "options.h"
#include "output.h"
#include "page.h"
#include "player.h"
#include "program_unit.h"

#define DIAGNOSTICS_SHOWN 2000 /* bytes of what the compiler said */

static double seconds_since(const struct timespec *began)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - began->tv_sec) +
           (double)(now.tv_nsec - began->tv_nsec) / 1e9;
}

static int exit_status_of(enum explore_verdict verdict)
{
    if (verdict == EXPLORE_CLEAN)
        return EXIT_ALL_PASSED;
    return verdict_words(verdict)->bug ? EXIT_CHECK_FAILED : EXIT_LAB_FAILED;
}

/* The gravest finding that has a schedule. Where there is no terminal for it, the text is all. */
static void step_through(const struct explore_command *command,
                         const struct explore_result *result)
{
    const char *why;
    for (int i = 0; i < result->finding_count; i++) {
        const struct counterexample *cx = result->findings[i].cx;
        if (!cx || cx->step_count == 0)
            continue;
        if (player_run(cx, command->files[0], "", &why) != 0)
            fprintf(stderr, "lab: it can't be stepped through here, because %s\n", why);
        return;
    }
}

static int show(const struct explore_command *command,
                const struct explore_result *result, const struct timespec *began)
{
    if (command->step && !command->json)
        step_through(command, result);
    if (!command->json)
        show_result_text(command, result, stdout);
    else if (show_result_json(command, result, seconds_since(began), stdout) != 0)
        return lab_error("can't write the result: %s", strerror(ENOMEM));
    int status = end_output();
    return status == EXIT_ALL_PASSED ? exit_status_of(result->verdict) : status;
}

/* A program that could not be built: the reason in one line, then what the compiler said. */
static int tell_refusal(const struct built_program *program)
{
    int status = program->status == PROGRAM_REFUSED ? usage_error("%s", program->message)
                                                    : lab_error("%s", program->message);
    if (program->diagnostics) {
        struct page page = page_open(stderr);
        char text[DIAGNOSTICS_SHOWN];
        snprintf(text, sizeof text, "%s", program->diagnostics);
        page_verbatim(&page, 2, text);
    }
    return status;
}

static int run_and_show(const struct explore_command *command,
                        const struct built_program *program, const struct timespec *began)
{
    static struct explore_result result; /* large */
    struct explore_run run;
    if (run_explored(program, command, &run) != 0)
        return lab_error("can't run the program: %s", strerror(errno));
    make_result(&result, &run, program);
    int status = show(command, &result, began);
    release_result(&result);
    release_run(&run);
    return status;
}

static void warn_of_flags(const struct explore_command *command)
{
    for (int i = 0; i < command->flag_count; i++)
        if (flag_hides_accesses(command->flags[i]))
            fprintf(stderr,
                    "lab: %s is left out: it would hide accesses to memory; -O0 and -Og "
                    "may be used\n",
                    command->flags[i]);
}

int command_explore(int count, char **words)
{
    static struct explore_command command;
    static struct explore_result result;
    struct timespec began;
    char root[PATH_MAX];
    clock_gettime(CLOCK_MONOTONIC, &began);
    int status = read_explore_options(&command, count, words);
    if (status == -1)
        status = find_root(root);
    if (status != -1)
        return status;
    warn_of_flags(&command);
    struct built_program program = {.root = root,
                                    .files = command.files,
                                    .file_count = command.file_count,
                                    .flags = command.flags,
                                    .flag_count = command.flag_count};
    build_program(&program);
    if (program.status == PROGRAM_BUILT) {
        status = run_and_show(&command, &program, &began);
    } else if (program.status == PROGRAM_UNSUPPORTED) {
        make_result_without_run(&result, EXPLORE_UNSUPPORTED, program.message);
        status = show(&command, &result, &began);
        release_result(&result);
    } else {
        status = tell_refusal(&program);
    }
    release_program(&program);
    return status;
}
