/*
 * self_probe.h - lets a test program be the probe that it tests with: started as a probe
 * is, it runs one of its own scenarios instead of its tests.
 *
 *     SELF_PROBE(crashes) { *(volatile int *)0 = 1; }
 *     ...
 *     self_probe_run("crashes", "count=2", &outcome);
 *
 * What validate/probe/main.c does stands here once more, without its redirections: the
 * secret is taken out of the pipe first, and is the last thing written into the evidence.
 */
#ifndef SELF_PROBE_H
#define SELF_PROBE_H

#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "probe.h"
#include "run_probe.h"
#include "scratch.h"
#include "settings.h"

#define SELF_PROBE_PREFIX "self-probe:"

/* A program under AddressSanitizer maps terabytes, more than a probe may. */
#ifdef __SANITIZE_ADDRESS__
#define SELF_PROBE_IS_LARGE true
#else
#define SELF_PROBE_IS_LARGE false
#endif

struct self_probe {
    const char *name;
    void (*run)(void);
};

#define SELF_PROBE(probe_name)                                                           \
    static void self_probe_##probe_name(void);                                           \
    __attribute__((                                                                      \
        used, section("self_probes"),                                                    \
        aligned(8))) static const struct self_probe self_probe_entry_##probe_name = {    \
        SELF_PROBE_PREFIX #probe_name, self_probe_##probe_name};                         \
    static void self_probe_##probe_name(void)

extern const struct self_probe __start_self_probes[];
extern const struct self_probe __stop_self_probes[];

static struct evidence *self_evidence; /* in a probe */
static char **self_arguments;          /* in a probe: SEED key=value ... */

static inline void self_probe_become(const struct self_probe *probe, char **argv)
{
    uint64_t nonce;
    self_arguments = argv + 2;
    self_evidence = mmap(NULL, sizeof *self_evidence, PROT_READ | PROT_WRITE, MAP_SHARED,
                         PROBE_EVIDENCE_FD, 0);
    if (self_evidence == MAP_FAILED ||
        read(PROBE_NONCE_FD, &nonce, sizeof nonce) != (ssize_t)sizeof nonce)
        _exit(3);
    close(PROBE_EVIDENCE_FD);
    close(PROBE_NONCE_FD);
    self_evidence->probe_pid = getpid();
    self_evidence->probe_tid = (int32_t)syscall(SYS_gettid);
    probe->run();
    self_evidence->nonce = nonce;
    _exit(0);
}

/* Before main: Criterion never gets to see a probe. */
__attribute__((constructor)) static void self_probe_main(int argc, char **argv)
{
    if (argc < 3 || strncmp(argv[1], SELF_PROBE_PREFIX, strlen(SELF_PROBE_PREFIX)) != 0)
        return;
    for (const struct self_probe *p = __start_self_probes; p < __stop_self_probes; p++)
        if (strcmp(p->name, argv[1]) == 0)
            self_probe_become(p, argv);
    _exit(3);
}

/* Runs the program as a probe, in a run's folder of the test's own. */
static inline void self_probe_start(const char *program, const char *scenario,
                                    const char *arguments, struct probe_outcome *outcome)
{
    char path[PATH_MAX];
    cr_assert_eq(setenv(SETTING_RUN, scratch, 1), 0);
    cr_assert_eq(setenv(SETTING_PROBES, scratch, 1), 0);
    cr_assert_eq(setenv(SETTING_SEED, "1", 1), 0);
    cr_assert_eq(make_folders(make_path(path, "%s/scratch", scratch)), 0);
    cr_assert_eq(
        probe_run(program, scenario, 42, arguments, SELF_PROBE_IS_LARGE, outcome), 0);
}

static inline void self_probe_run(const char *name, const char *arguments,
                                  struct probe_outcome *outcome)
{
    char program[PATH_MAX] = "", scenario[64];
    cr_assert_gt(readlink("/proc/self/exe", program, sizeof program - 1), 0);
    snprintf(scenario, sizeof scenario, SELF_PROBE_PREFIX "%s", name);
    self_probe_start(program, scenario, arguments, outcome);
}

#endif
