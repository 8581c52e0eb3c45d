/*
 * main.c - the probe: a process that runs learner code, one scenario of it.
 *
 * The finished-token is written last, by this file: learner code that ends the process early,
 * by whatever means, ends it without a token.
 */
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "ai_client.h"
#include "filter.h"
#include "probe.h"
#include "prompt.h"
#include "scenario.h"
#include "secret.h"

#define STATUS_OK         0
#define STATUS_LAB_FAILED 3

extern const struct scenario __start_lab_scenarios[];
extern const struct scenario __stop_lab_scenarios[];

/* Only the probe of the task that talks to a server has it. */
CURL *review_client_open(void) __attribute__((weak));

static int lab_failed(const char *what)
{
    fprintf(stderr, "probe: %s\n", what);
    return STATUS_LAB_FAILED;
}

static const struct scenario *find_scenario(const char *name)
{
    for (const struct scenario *s = __start_lab_scenarios; s < __stop_lab_scenarios; s++)
        if (strcmp(s->name, name) == 0)
            return s;
    return NULL;
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return lab_failed("usage: probe SCENARIO SEED [key=value ...]");
    const struct scenario *scenario = find_scenario(argv[1]);
    if (!scenario)
        return lab_failed("no such scenario");
    struct evidence *e = secret_map_evidence();
    if (!e || secret_take() != 0)
        return lab_failed("started without evidence; only the validator starts a probe");
    set_evidence(e);
    set_arguments(argv[2], argv + 3);
    e->probe_pid = getpid();
    e->probe_tid = (int32_t)syscall(SYS_gettid);
    prctl(PR_SET_CHILD_SUBREAPER, 1); /* what a child leaves behind is left as well */
    jobs_tell_begun(prompt_watch);
    record_crashes();
    filter_system_calls(review_client_open != NULL);
    run_scenario(scenario);
    jobs_trace_to(NULL);
    fflush(NULL);
    secret_give(&e->nonce);
    _exit(STATUS_OK);
}
