/*
 * run_probe_test.c - unit tests of running a probe: how each way to end is told, what a
 * hang is recognised by, and that no end without the token is taken for finishing. Link
 * with validate/checks/{run_probe,contain,family,settings,verdict,ending,location}.c,
 * validate/common/{command,files}.c, runner/jobs.c, -lcjson and libbacktrace.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "command.h"
#include "jobs_trace.h"
#include "self_probe.h"
#include "verdict.h"

#define MUCH                                                                             \
    (3u * 1000 * 1000) /* bytes of output: more than is kept, and than a pipe holds */

static struct probe_outcome outcome;

static void close_run(void)
{
    probe_release(&outcome);
    scratch_close();
}

TestSuite(run_probe, .init = scratch_open, .fini = close_run, .timeout = 60);

static void run(const char *name)
{
    self_probe_run(name, "", &outcome);
}

/* ---- finishing ------------------------------------------------------------------- */

SELF_PROBE(finishes)
{
    snprintf(self_evidence->unwritten, sizeof self_evidence->unwritten, "%s|%s|%s",
             self_arguments[0], self_arguments[1], self_arguments[2]);
    printf("hello\n");
    fflush(NULL);
    fprintf(stderr, "there\n");
}

Test(run_probe, a_probe_that_finishes)
{
    self_probe_run("finishes", "count=7 b=x", &outcome);
    cr_assert_eq(outcome.end, PROBE_FINISHED);
    cr_assert_eq(outcome.status, 0);
    cr_assert_str_eq(outcome.evidence->unwritten, "42|count=7|b=x");
    cr_assert_str_eq(outcome.output, "hello\nthere\n");
    cr_assert_eq(outcome.output_bytes, 12);
}

SELF_PROBE(exits)
{
    printf("[PASS] everything\n");
    fflush(NULL);
    _exit(0);
}

Test(run_probe, exit_0_is_no_finishing)
{
    run("exits");
    cr_assert_eq(outcome.end, PROBE_EXITED);
    cr_assert_eq(outcome.status, 0);
}

/* Zero is what untouched evidence holds; the secret is drawn anew for each run. */
SELF_PROBE(guesses)
{
    self_evidence->nonce = strtoull(self_arguments[1], NULL, 10);
    _exit(0);
}

Test(run_probe, a_guessed_token_is_none)
{
    static const char *const guesses[] = {"0", "1", "42", "18446744073709551615"};
    for (int i = 0; i < 4; i++) {
        self_probe_run("guesses", guesses[i], &outcome);
        cr_assert_eq(outcome.end, PROBE_EXITED, "with the token %s", guesses[i]);
        probe_release(&outcome);
    }
}

/* The real probe, with a learner's file that looks for the secret where it came from. */
static const char FORGER[] =
    "#include <fcntl.h>\n"
    "#include <stdint.h>\n"
    "#include <stdio.h>\n"
    "#include <string.h>\n"
    "#include <unistd.h>\n"
    "#include \"sequential.h\"\n"
    "int measure_sequential(const CatalogEntry *c, size_t n, JobResult *r, double *s)\n"
    "{\n    (void)c, (void)n, (void)r, (void)s;\n    return 0;\n}\n"
    "int run_sequential(const CatalogEntry *c, size_t n, JobResult *r)\n"
    "{\n"
    "    (void)c, (void)n, (void)r;\n"
    "    uint64_t secret = 0, *place = NULL;\n"
    "    char line[512];\n"
    "    for (int fd = 0; fd < 64; fd++) {\n"
    "        fcntl(fd, F_SETFL, O_NONBLOCK);\n"
    "        if (fd > 2 && read(fd, &secret, sizeof secret) > 0)\n"
    "            printf(\"read from %d\\n\", fd);\n"
    "    }\n"
    "    FILE *maps = fopen(\"/proc/self/maps\", \"r\");\n"
    "    while (maps && fgets(line, sizeof line, maps))\n"
    "        if (strstr(line, \"memfd:evidence\"))\n"
    "            sscanf(line, \"%p\", (void **)&place);\n"
    "    if (place) {\n"
    "        printf(\"found it\\n\");\n"
    "        *place = secret | 1;\n"
    "    }\n"
    "    fflush(NULL);\n"
    "    _exit(0);\n"
    "}\n";

static void build_forger(void)
{
    struct command gcc = {0};
    put_file("sequential.c", FORGER);
    command_add(&gcc, "gcc");
    command_add(&gcc, "-no-pie");
    command_add(&gcc, "-pthread");
    command_add(&gcc, "-I%s/runner", lab_root);
    command_add(&gcc, "-I%s/tasks/01_sequential", lab_root);
    command_add(&gcc, "sequential.c");
    command_add(&gcc, "%s/build/obj/plain/01_sequential.o", lab_root);
    command_add(&gcc, "%s/build/obj/plain/jobs.o", lab_root);
    command_add(&gcc, "%s/build/obj/libprobe.a", lab_root);
    command_add(&gcc, "-lcurl");
    command_add(&gcc, "-lcjson");
    command_add(&gcc, "-lm");
    command_add(&gcc, "-oforger");
    cr_assert_eq(run_commands(&gcc, 1, 1), 0);
    cr_assert_eq(gcc.status, 0, "%s", gcc.output);
    command_free(&gcc);
}

Test(run_probe, the_real_probe_leaves_no_token_to_be_found)
{
    char program[PATH_MAX];
    build_forger();
    self_probe_start(make_path(program, "%s/forger", scratch), "run", "count=1",
                     &outcome);
    cr_assert_eq(outcome.end, PROBE_EXITED);
    cr_assert_str_eq(outcome.output, "found it\n");
}

/* ---- other ends ------------------------------------------------------------------ */

SELF_PROBE(crashes)
{
    signal(SIGSEGV, SIG_DFL); /* AddressSanitizer has a handler of its own */
    *(volatile int *)8 = 1;
}

SELF_PROBE(aborts)
{
    abort();
}

Test(run_probe, a_crash_is_told_by_its_signal)
{
    run("crashes");
    cr_assert_eq(outcome.end, PROBE_CRASHED);
    cr_assert_eq(outcome.status, SIGSEGV);
    probe_release(&outcome);
    run("aborts");
    cr_assert_eq(outcome.end, PROBE_CRASHED);
    cr_assert_eq(outcome.status, SIGABRT);
}

Test(run_probe, a_probe_that_is_missing_was_not_started)
{
    self_probe_start("/nowhere/probe", "run", "", &outcome);
    cr_assert_eq(outcome.end, PROBE_NOT_STARTED);
}

Test(run_probe, an_unknown_scenario_was_not_started)
{
    run("unheard_of");
    cr_assert_eq(outcome.end, PROBE_NOT_STARTED);
}

/* ---- output ---------------------------------------------------------------------- */

static void print_much(size_t bytes)
{
    char block[1000];
    memset(block, 'x', sizeof block);
    for (size_t sent = 0; sent < bytes; sent += sizeof block)
        if (write(1, block, sizeof block) != (ssize_t)sizeof block)
            _exit(4);
}

SELF_PROBE(prints_much)
{
    print_much(MUCH);
}

Test(run_probe, much_output_is_cut_and_counted)
{
    run("prints_much");
    cr_assert_eq(outcome.end, PROBE_FINISHED, "ended as %d", outcome.end);
    cr_assert_eq(outcome.output_bytes, MUCH);
    cr_assert_eq(strlen(outcome.output), OUTPUT_KEPT);
}

SELF_PROBE(prints_for_ever)
{
    for (;;)
        print_much(1000);
}

static const struct check CHECKED = {.suite = "sync", .name = "ends"};

/* Judges the outcome, as a check does. */
static const struct judgement *judge(void)
{
    static struct judgement check;
    memset(&check, 0, sizeof check);
    check.check = &CHECKED;
    check.outcomes[check.outcome_count++] = outcome;
    judge_end(&check, &outcome);
    return &check;
}

Test(run_probe, endless_output_is_stopped_and_its_cut_is_said)
{
    run("prints_for_ever");
    cr_assert_eq(outcome.end, PROBE_HUNG);
    cr_assert_eq(strlen(outcome.output), OUTPUT_KEPT);
    const struct judgement *check = judge();
    char notice[96];
    snprintf(notice, sizeof notice, "\n[cut: %llu bytes in all, %d shown]",
             (unsigned long long)outcome.output_bytes, OUTPUT_SHOWN);
    cr_assert_eq(check->status, VERDICT_FAIL);
    assert_has(check->message, "it hangs: it was still running");
    cr_assert_str_eq(check->output + OUTPUT_SHOWN, notice);
    free(check->output);
}

/* ---- hangs ----------------------------------------------------------------------- */

static pthread_mutex_t locks[2] = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER};
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static pthread_barrier_t both_hold_one;
static int is_set; /* guarded by locks[0] */

static void must(int error)
{
    if (error)
        _exit(4);
}

static void *lock_crosswise(void *arg)
{
    int first = arg != NULL;
    must(pthread_mutex_lock(&locks[first]));
    pthread_barrier_wait(&both_hold_one);
    must(pthread_mutex_lock(&locks[!first]));
    return NULL;
}

SELF_PROBE(deadlocks)
{
    pthread_t threads[2];
    must(pthread_barrier_init(&both_hold_one, NULL, 2));
    must(pthread_create(&threads[0], NULL, lock_crosswise, NULL));
    must(pthread_create(&threads[1], NULL, lock_crosswise, &is_set));
    must(pthread_join(threads[0], NULL));
}

Test(run_probe, a_deadlock_is_known_as_one)
{
    run("deadlocks");
    cr_assert_eq(outcome.end, PROBE_STUCK, "ended as %d", outcome.end);
    cr_assert_eq(outcome.family.in.locks, 3);
    cr_assert_eq(outcome.family.threads, 3);
    const struct judgement *check = judge();
    assert_has(check->message, "it hangs: every thread sleeps");
    assert_has(check->actual, "3 waiting in a lock, a condition or pthread_join");
}

/* Parent and child wait for each other: the child for a byte, the parent for its end. */
SELF_PROBE(waits_for_a_child)
{
    int ends[2];
    char byte;
    must(pipe(ends));
    if (fork() == 0)
        _exit(read(ends[0], &byte, 1) == 1);
    wait(NULL);
}

Test(run_probe, two_processes_that_wait_for_each_other)
{
    run("waits_for_a_child");
    cr_assert_eq(outcome.end, PROBE_STUCK, "ended as %d", outcome.end);
    cr_assert_eq(outcome.family.in.children, 1);
    cr_assert_eq(outcome.family.in.reads, 1);
    cr_assert_eq(outcome.family.processes, 2);
}

SELF_PROBE(fills_a_pipe)
{
    static char block[1 << 20];
    int ends[2];
    must(pipe(ends));
    must(write(ends[1], block, sizeof block) < 0);
}

Test(run_probe, a_pipe_that_nobody_empties)
{
    run("fills_a_pipe");
    cr_assert_eq(outcome.end, PROBE_STUCK, "ended as %d", outcome.end);
    cr_assert_eq(outcome.family.in.writes, 1);
}

/* A while: several looks of the watchdog. */
static const struct timespec A_WHILE = {.tv_nsec = 150 * 1000 * 1000};

static void *set_after_a_while(void *arg)
{
    (void)arg;
    nanosleep(&A_WHILE, NULL);
    must(pthread_mutex_lock(&locks[0]));
    is_set = 1;
    must(pthread_cond_signal(&condition));
    must(pthread_mutex_unlock(&locks[0]));
    return NULL;
}

SELF_PROBE(waits_for_a_sleeper)
{
    pthread_t thread;
    must(pthread_create(&thread, NULL, set_after_a_while, NULL));
    must(pthread_mutex_lock(&locks[0]));
    while (!is_set)
        must(pthread_cond_wait(&condition, &locks[0]));
    must(pthread_mutex_unlock(&locks[0]));
    must(pthread_join(thread, NULL));
}

SELF_PROBE(waits_with_a_timeout)
{
    struct timespec end;
    clock_gettime(CLOCK_REALTIME, &end);
    end.tv_nsec += A_WHILE.tv_nsec;
    end.tv_sec += end.tv_nsec / 1000000000;
    end.tv_nsec %= 1000000000;
    must(pthread_mutex_lock(&locks[0]));
    while (pthread_cond_timedwait(&condition, &locks[0], &end) == 0)
        continue;
}

Test(run_probe, who_sleeps_for_a_while_is_not_stuck)
{
    run("waits_for_a_sleeper");
    cr_assert_eq(outcome.end, PROBE_FINISHED, "ended as %d", outcome.end);
    probe_release(&outcome);
    run("waits_with_a_timeout");
    cr_assert_eq(outcome.end, PROBE_FINISHED, "ended as %d", outcome.end);
}

/* ---- the rendezvous -------------------------------------------------------------- */

static void *look_up(void *arg)
{
    static const CatalogEntry entry = {.id = 7, .title = "x"};
    Metadata metadata;
    (void)arg;
    must(io_fetch(&entry, &metadata));
    return NULL;
}

SELF_PROBE(meets)
{
    pthread_t thread;
    self_evidence->trace.rendezvous.size = 2;
    self_evidence->trace.rendezvous.kind = JOB_LOOKUP_BEGIN;
    jobs_trace_to(&self_evidence->trace);
    if (strcmp(self_arguments[1], "together") == 0) {
        must(pthread_create(&thread, NULL, look_up, NULL));
        look_up(NULL);
        must(pthread_join(thread, NULL));
    } else {
        look_up(NULL);
        look_up(NULL);
    }
}

Test(run_probe, jobs_that_come_together_meet)
{
    self_probe_run("meets", "together", &outcome);
    cr_assert_eq(outcome.end, PROBE_FINISHED, "ended as %d", outcome.end);
    cr_assert_eq(outcome.evidence->trace.rendezvous.state, RENDEZVOUS_MET);
    cr_assert_eq(job_summary(outcome.evidence).lookups_at_once, 2);
}

Test(run_probe, a_rendezvous_is_given_up_when_nobody_else_can_come)
{
    self_probe_run("meets", "alone", &outcome);
    cr_assert_eq(outcome.end, PROBE_FINISHED, "ended as %d", outcome.end);
    cr_assert_eq(outcome.evidence->trace.rendezvous.state, RENDEZVOUS_GIVEN_UP);
    cr_assert_eq(job_summary(outcome.evidence).lookups_at_once, 1);
}
