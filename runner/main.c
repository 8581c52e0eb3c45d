/*
 * main.c - the program behind `make run`: what each path of the learner's takes on the
 * shipped catalog, and whether it pays.
 *
 * Linked with the learner's files of tasks 1 to 5. ENGINE in the environment chooses the
 * checksum engine ("locked", the default, or "reentrant").
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
#include "table.h"

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

static void print_end(const struct run *run)
{
    int task = run_first_trouble(run);
    notes_print();
    capture_print(&run->printed);
    if (task)
        printf("\nGo on with: make validate TASK=%d\n", task);
}

static enum status report(struct run *run)
{
    if (pipeline_print(run) != 0 || matrix_print(run) != 0) {
        fprintf(stderr, "\nmake run: can't start a measurement: %s\n", strerror(errno));
        return STATUS_ENVIRONMENT;
    }
    print_end(run);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "make run: can't write the report\n");
        return STATUS_ENVIRONMENT;
    }
    return run_first_trouble(run) ? STATUS_WRONG : STATUS_RIGHT;
}

int main(int argc, char **argv)
{
    const char *engine = engine_from_environment();
    bool reentrant = strcmp(engine, "reentrant") == 0;
    struct run run;
    if (argc > 1) {
        fprintf(stderr, "make run: takes no arguments, but got '%.40s'\n", argv[1]);
        return STATUS_USAGE;
    }
    if (jobs_use_engine(engine) != 0) {
        fprintf(stderr,
                "make run: no such engine as '%.40s'; say ENGINE=locked (the "
                "default) or ENGINE=reentrant\n",
                engine);
        return STATUS_USAGE;
    }

    table_begin();
    print_title(reentrant);
    if (run_open(&run, reentrant) != 0) {
        fprintf(stderr, "make run: can't start: %s\n", strerror(errno));
        return STATUS_ENVIRONMENT;
    }
    enum status status = report(&run);
    run_close(&run);
    return status;
}
