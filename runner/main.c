/*
 * main.c - the program behind `make run`: what each path of the learner's takes on the
 * shipped catalog, and whether it pays.
 *
 * Linked with the learner's files of tasks 1 to 5. ENGINE in the environment chooses the
 * checksum engine ("locked", the default, or "reentrant"). --repeat=N measures each path N times.
 * Writes build/run.html and build/trace.json below the working directory.
 * Exit status: 0 every path ran and was right; 1 something isn't written or is wrong;
 * 2 wrong usage; 3 the environment failed.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jobs.h"
#include "jobs_trace.h"
#include "matrix.h"
#include "notes.h"
#include "pipeline.h"
#include "run.h"
#include "run_page.h"
#include "show.h"
#include "table.h"
#include "trace_file.h"

#define PAGE_FILE  "build/run.html"
#define TRACE_FILE "build/trace.json"

enum status { STATUS_RIGHT, STATUS_WRONG, STATUS_USAGE, STATUS_ENVIRONMENT };

static const char *engine_from_environment(void)
{
    const char *engine = getenv("ENGINE");
    return engine && *engine ? engine : "locked";
}

static void print_title(bool reentrant)
{
    char title[100];
    snprintf(title, sizeof title, "The nightly job for the %zu entries of the catalog",
             CATALOG_COUNT);
    cell(TINT_TITLE, 0, title);
    if (reentrant)
        cell(TINT_NONE, 0, ", the engine's lock lifted");
    end_row();
    end_row();
}

/* What there is to see is worth having even when it can't be kept. */
static void write_files(const struct run *run)
{
    if (run_page_write(run, PAGE_FILE) != 0)
        note("The page can't be written: " PAGE_FILE ": %s.", strerror(errno));
    else if (trace_file_write(run, TRACE_FILE) != 0)
        note("The trace can't be written: " TRACE_FILE ": %s.", strerror(errno));
    else
        note("To look at it: " PAGE_FILE " in a browser, " TRACE_FILE " in Perfetto or "
             "chrome://tracing.");
}

static void print_end(const struct run *run)
{
    int task = run_first_trouble(run);
    write_files(run);
    notes_print();
    capture_print(&run->printed);
    if (task)
        printf("\nGo on with: make validate TASK=%d\n", task);
}

static enum status report(struct run *run)
{
    bool measured = pipeline_print(run) == 0 && matrix_print(run) == 0;
    if (measured)
        show_spread(run);
    if (!measured || curve_measure(run) != 0) {
        fprintf(stderr, "\nmake run: can't start a measurement: %s\n", strerror(errno));
        return STATUS_ENVIRONMENT;
    }
    curve_print(run);
    show_charts(run);
    print_end(run);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "make run: can't write the report\n");
        return STATUS_ENVIRONMENT;
    }
    return run_first_trouble(run) ? STATUS_WRONG : STATUS_RIGHT;
}

/* Returns false when the words are no way to call it. */
static bool read_words(int argc, char **argv, int *repeats)
{
    static const char repeat[] = "--repeat=";
    long number = 1;
    for (int i = 1; i < argc; i++) {
        char *end = "?";
        if (strncmp(argv[i], repeat, strlen(repeat)) == 0)
            number = strtol(argv[i] + strlen(repeat), &end, 10);
        if (*end || number < 1 || number > REPEATS_MOST) {
            fprintf(stderr, "make run: '%.40s' can't be done; REPEAT is from 1 to %d\n",
                    argv[i], REPEATS_MOST);
            return false;
        }
    }
    *repeats = (int)number;
    return true;
}

int main(int argc, char **argv)
{
    int repeats;
    const char *engine = engine_from_environment();
    bool reentrant = strcmp(engine, "reentrant") == 0;
    struct run run;
    if (!read_words(argc, argv, &repeats))
        return STATUS_USAGE;
    if (jobs_use_engine(engine) != 0) {
        fprintf(stderr,
                "make run: no such engine as '%.40s'; say ENGINE=locked (the "
                "default) or ENGINE=reentrant\n",
                engine);
        return STATUS_USAGE;
    }

    table_begin();
    print_title(reentrant);
    if (run_open(&run, reentrant, repeats) != 0) {
        fprintf(stderr, "make run: can't start: %s\n", strerror(errno));
        return STATUS_ENVIRONMENT;
    }
    enum status status = report(&run);
    run_close(&run);
    return status;
}
