#define _GNU_SOURCE
#include "run_checks.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "files.h"
#include "lab.h"
#include "settings.h"

#define WORKERS_A_PROCESSOR 3 /* checks at once: many of them wait for a while */

/* ---- what is being built ------------------------------------------------------------------------ */

static int lock_variant(struct checks_run *run, enum variant variant)
{
    char path[PATH_MAX];
    make_path(path, "%s/" SETTING_BUILDING ".%s", run->run_folder, variant_name(variant));
    run->locks[variant] = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0644);
    if (run->locks[variant] < 0)
        return -1;
    return flock(run->locks[variant], LOCK_EX);
}

static void release(struct checks_run *run, enum variant variant)
{
    if (run->locks[variant] >= 0)
        close(run->locks[variant]);
    run->locks[variant] = -1;
}

static void release_all(struct checks_run *run)
{
    for (int v = 0; v < VARIANTS; v++)
        release(run, (enum variant)v);
}

void checks_probe_ready(const struct build *build, enum variant variant, void *context)
{
    struct checks_run *run = context;
    if (build->task == run->task)
        release(run, variant);
}

/* ---- the checks' process ------------------------------------------------------------------------ */

static void set_environment(const struct checks_input *input, const struct task *task)
{
    char seed[24], files[PATH_MAX];
    snprintf(seed, sizeof seed, "%llu", input->seed);
    setenv(SETTING_RUN, input->run_folder, 1);
    setenv(SETTING_PROBES, input->probes, 1);
    setenv(SETTING_SEED, seed, 1);
    setenv(SETTING_FILES, make_path(files, "%s/%s", input->from, task->folder), 1);
}

int checks_begin(struct checks_run *run, const struct checks_input *input,
                 const struct task *task, bool building)
{
    *run = (struct checks_run){.run_folder = input->run_folder, .task = task};
    int failed = 0;
    for (int v = 0; v < VARIANTS; v++)
        run->locks[v] = -1;
    for (int v = 0; building && !failed && v < VARIANTS; v++)
        failed = lock_variant(run, (enum variant)v);
    set_environment(input, task);
    command_add(&run->checks, "build/checks.%s", task->folder);
    command_add(&run->checks, "%s", task->name);
    command_add(&run->checks, "%d", WORKERS_A_PROCESSOR * processors());
    if (!failed)
        failed = start_command(&run->checks);
    if (failed) {
        int kept = errno;
        release_all(run);
        command_free(&run->checks);
        errno = kept;
    }
    return failed;
}

static void mark_refused(const struct checks_run *run)
{
    char path[PATH_MAX];
    make_path(path, "%s/" SETTING_REFUSED, run->run_folder);
    if (write_file(path, "", 0) != 0)
        lab_error("can't write %s",
                  path); /* the checks run, and nobody reads what they say */
}

/* Who goes on to the next task must not find this one's mark. */
static void unmark_refused(const struct checks_run *run)
{
    char path[PATH_MAX];
    make_path(path, "%s/" SETTING_REFUSED, run->run_folder);
    unlink(path);
}

double checks_end(struct checks_run *run, bool refused)
{
    struct command *running[] = {&run->checks};
    if (refused)
        mark_refused(run);
    release_all(run);
    wait_for_command(running, 1);
    if (refused)
        unmark_refused(run);
    else if (run->checks.status > EXIT_CHECK_FAILED || getenv("LAB_VERBOSE"))
        fprintf(stderr, "%s", run->checks.output ? run->checks.output : "");
    double processor = run->checks.processor_seconds;
    command_free(&run->checks);
    return processor;
}
