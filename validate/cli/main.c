/*
 * main.c - build/lab: one program behind the Makefile's targets.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lab.h"
#include "options.h"

static int command_help(struct lab *lab)
{
    (void)lab;
    puts("usage: build/lab COMMAND [TASK] [OPTIONS]\n"
         "\n"
         "  validate [TASK]   judge your file for one task, or for all\n"
         "  watch [TASK]      judge at every save\n"
         "  lesson [TASK]     the lesson of a task; without one, the introduction\n"
         "  hint TASK         one more hint about the first check that fails\n"
         "  solution TASK     the finished file\n"
         "  reset TASK        put the untouched stub back; your file is kept\n"
         "  progress          where you stand, a line a task\n"
         "  run               run the pipeline with your files and measure it\n"
         "  review            ask the configured model to review the snippet of task 6\n"
         "  replay TASK       step through the schedule that breaks a check\n"
         "  play TASK         puzzles: you are the scheduler\n"
         "  debug TASK        gdb on your code, in the call that a check saw fail\n"
         "  doctor            what the lab finds on this machine, and what to do\n"
         "  containment       what keeps learner code from doing harm here\n"
         "  editor            tell your editor how the files are compiled\n"
         "  update-check      which contracts an update of the lab has changed since you "
         "began\n"
         "  explore FILE...   look for a schedule that breaks a program of your own\n"
         "\n"
         "  --from=tasks|solutions|DIR         whose files (default tasks)\n"
         "  --format=text|json|junit|tap       of validate's report; or brief, or lines "
         "for "
         "editors\n"
         "  --output=FILE                      where validate's report goes\n"
         "  --seed=N                           repeat a run's made-up inputs\n"
         "  --function=NAME                    hint: about this function\n"
         "  --check=NAME, --full               replay, debug: of this check; as a whole "
         "table\n"
         "  --puzzle=NAME, --plain             play: this one; line by line\n"
         "  --diff                             solution: the difference to your file\n"
         "  --seen                             update-check TASK: compare with today's "
         "from now on\n"
         "  --answer                           lesson: with the answer to its first "
         "question\n"
         "\n"
         "  explore: --format=text|json --budget=SCHEDULES --seed=N --failures --full\n"
         "           --step --replay=TOKEN, and behind -- what the compiler gets: -DN=3 "
         "-Iinc "
         "-lm\n"
         "\n"
         "exit status: 0 all checks passed, 1 a check failed, 2 wrong usage, 3 the lab "
         "failed");
    return EXIT_ALL_PASSED;
}

static const struct {
    const char *name;
    int (*run)(struct lab *lab);
} commands[] = {
    {"help", command_help},
    {"--help", command_help},
    {"validate", command_validate},
    {"lesson", command_lesson},
    {"hint", command_hint},
    {"solution", command_solution},
    {"reset", command_reset},
    {"progress", command_progress},
    {"run", command_run},
    {"review", command_review},
    {"replay", command_replay},
    {"play", command_play},
    {"watch", command_watch},
    {"containment", command_containment},
    {"doctor", command_doctor},
    {"editor", command_editor},
    {"update-check", command_update_check},
    {"debug", command_debug},
};

static int print_error(enum exit_status status, const char *message, va_list values)
{
    fflush(stdout);
    fputs("lab: ", stderr);
    vfprintf(stderr, message, values);
    fputc('\n', stderr);
    return status;
}

int usage_error(const char *message, ...)
{
    va_list values;
    va_start(values, message);
    int status = print_error(EXIT_WRONG_USAGE, message, values);
    va_end(values);
    return status;
}

int lab_error(const char *message, ...)
{
    va_list values;
    va_start(values, message);
    int status = print_error(EXIT_LAB_FAILED, message, values);
    va_end(values);
    return status;
}

int main(int argc, char **argv)
{
    static struct lab lab; /* large */
    if (argc > 1 && strcmp(argv[1], "explore") == 0)
        return command_explore(argc - 2, argv + 2);
    int status = read_options(&lab, argc, argv);
    if (status != -1)
        return status;
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
        if (strcmp(commands[i].name, lab.options.command) == 0)
            return commands[i].run(&lab);
    return usage_error("%s is not a command; `build/lab help` lists them",
                       lab.options.command);
}
