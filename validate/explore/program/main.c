/*
 * main.c - the main function of a whole program under the explorer; see program.h.
 *
 * The program's own main is the scenario. Whatever differs from one start to the next is
 * taken away first: the layout of the address space, the arguments, the standard input.
 */
#define _GNU_SOURCE /* environ */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <unistd.h>

#include "input.h"
#include "markers.h"
#include "printed.h"
#include "program.h"
#include "shadow.h"

#define EXIT_TROUBLE    3   /* there is no evidence to write to */
#define DONT_TRY_AGAIN  "1" /* third argument: this is the second start */
#define MAX_LOOKED_FOR  15  /* arguments beyond the name that are missed */
#define ASK_PERSONALITY 0xffffffffu

/* Weak: the objects of a program without a main can be linked all the same. */
int program_main(int argc, char **argv, char **environment) __attribute__((weak));

/* Starts this executable again with its address space laid out as always; goes on if that
 * isn't allowed here. Addresses then differ between starts, and nothing else does. */
static void fix_addresses(char *argv[])
{
    int persona = personality(ASK_PERSONALITY);
    if (persona == -1 || (persona & ADDR_NO_RANDOMIZE) != 0 ||
        personality((unsigned long)persona | ADDR_NO_RANDOMIZE) == -1)
        return;
    char *arguments[] = {argv[0], argv[1], DONT_TRY_AGAIN, NULL};
    execv("/proc/self/exe", arguments);
}

static void empty_standard_input(void)
{
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (nothing > STDIN_FILENO) {
        dup2(nothing, STDIN_FILENO);
        close(nothing);
    }
}

static struct program_evidence *map_evidence(const char *descriptor)
{
    int fd = atoi(descriptor);
    struct program_evidence *evidence =
        mmap(NULL, sizeof *evidence, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (evidence == MAP_FAILED)
        return NULL;
    close(fd);
    return evidence;
}

static char name[8];
static char *arguments[MAX_LOOKED_FOR + 1]; /* only the first isn't NULL */

/* The scenario. The arguments are the program's to change: it gets fresh ones each time. */
static void run_program(void *arg)
{
    (void)arg;
    memcpy(name, "program", sizeof name);
    memset(arguments, 0, sizeof arguments);
    arguments[0] = name;
    explore_main_returns(program_main(1, arguments, environ));
}

/* Did the last schedule look for one beyond its name? Nobody but threads of the program reads
 * there, and no program has a thread of the number that is asked for. */
static bool looked_for_arguments(void)
{
    for (int i = 1; i <= MAX_LOOKED_FOR; i++)
        if (!shadow_is_private((uintptr_t)&arguments[i], EXPLORE_MAX_THREADS))
            return true;
    return false;
}

static struct explore_options options_of(const struct program_evidence *evidence)
{
    return (struct explore_options){
        .seed = evidence->seed,
        .identity = evidence->identity,
        .schedules = evidence->budget,
        .max_findings = evidence->max_findings,
        .fail_calls = evidence->fail_calls != 0,
        .program = true,
        .replay = evidence->replay[0] != '\0' ? evidence->replay : NULL,
        .spurious_wakeups = true,
    };
}

static int explore_program(struct program_evidence *evidence)
{
    if (program_main == NULL)
        return ENOSYS;
    struct explore_options options = options_of(evidence);
    printed_keep(evidence->output, sizeof evidence->output);
    if (program_ranges_add() == -1)
        return errno;
    int status = evidence->plays
                     ? explore_play(run_program, NULL, &options, &evidence->play,
                                    evidence->reports)
                     : explore(run_program, NULL, NULL, &options, evidence->reports);
    return status == -1 ? errno : 0;
}

int main(int argc, char *argv[])
{
    struct program_evidence *evidence;
    if (argc < 2) {
        fputs("This executable is started by `lab explore`.\n", stderr);
        return EXIT_TROUBLE;
    }
    if (argc == 2)
        fix_addresses(argv);
    empty_standard_input();
    evidence = map_evidence(argv[1]);
    if (evidence == NULL || evidence->version != PROGRAM_VERSION)
        return EXIT_TROUBLE;
    evidence->error = explore_program(evidence);
    evidence->output_bytes = printed_length();
    evidence->read_stdin = input_was_read();
    evidence->had_arguments = looked_for_arguments();
    evidence->report_count = evidence->reports[0].findings;
    if (evidence->report_count == 0)
        evidence->report_count = 1;
    __atomic_store_n(&evidence->finished, 1, __ATOMIC_RELEASE);
    /* Handlers that the program registered before main aren't run. */
    _exit(EXIT_SUCCESS);
}
