/*
 * contain_test.c - unit tests of what a probe can't do: outlive its run, take the
 * machine's memory or processes, see the lab's environment and descriptors. Each is tried
 * with a PID namespace, where the kernel allows one, and without. Link with
 * validate/checks/{run_probe,contain,family,settings}.c, validate/common/files.c and
 * runner/jobs.c.
 */
#define _GNU_SOURCE
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "confine.h"
#include "self_probe.h"

#define BOMB_MOST   400     /* processes of the fork bomb, should the lab not stop it */
#define BOMB_ENDS_S 20      /* and each of them ends by itself, should nobody end it */
#define ALIVE       "alive" /* locked by every process that is to be gone later */
#define MIB         (1ul << 20)

static struct probe_outcome outcome;

static void close_run(void)
{
    probe_release(&outcome);
    scratch_close();
}

TestSuite(contain, .init = scratch_open, .fini = close_run, .timeout = 60);

/* ---- with and without a namespace ------------------------------------------------ */

/* From now on the kernel refuses this process new PID namespaces, as containers do. */
static void deny_namespaces(void)
{
    struct sock_filter program[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_NEWPID, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog filter = {.len = sizeof program / sizeof program[0],
                                .filter = program};
    cr_assert_eq(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
    cr_assert_eq(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter), 0);
}

static int containments[] = {1, 0}; /* 1: as the kernel allows, 0: no namespace */

static struct criterion_test_params both_containments(void)
{
    return cr_make_param_array(int, containments, 2);
}

static void run_in(int containment, const char *name)
{
    if (!containment)
        deny_namespaces();
    self_probe_run(name, "", &outcome);
}

/* Keeps the file ALIVE of the working folder locked as long as this process lives. */
static void show_life(void)
{
    int fd = open(ALIVE, O_CREAT | O_RDWR, 0644);
    if (fd < 0 || flock(fd, LOCK_SH) != 0)
        _exit(4);
}

static void assert_nobody_lives(void)
{
    int fd = open("scratch/" ALIVE, O_RDWR);
    cr_assert_geq(fd, 0, "the probe never came so far");
    cr_assert_eq(flock(fd, LOCK_EX | LOCK_NB), 0, "somebody of the probe is still alive");
    cr_assert_eq(waitpid(-1, NULL, WNOHANG), -1);
    cr_assert_eq(errno, ECHILD, "a child of the check was left");
    close(fd);
}

/* ---- outliving ------------------------------------------------------------------- */

/* A grandchild in a session of its own, that no signal but SIGKILL ends. */
static void leave_a_grandchild(void)
{
    int ready[2];
    char byte;
    if (pipe(ready) != 0)
        _exit(4);
    if (fork() == 0) {
        setsid();
        if (fork() == 0) {
            for (int signal_number = 1; signal_number < 32; signal_number++)
                signal(signal_number, SIG_IGN);
            setsid();
            show_life();
            alarm(BOMB_ENDS_S);
            signal(SIGALRM, SIG_DFL);
            if (write(ready[1], "x", 1) != 1)
                _exit(4);
            for (;;)
                pause();
        }
        _exit(0);
    }
    if (read(ready[0], &byte, 1) != 1)
        _exit(4);
}

SELF_PROBE(leaves_a_grandchild)
{
    leave_a_grandchild();
}

SELF_PROBE(leaves_a_grandchild_and_crashes)
{
    leave_a_grandchild();
    abort();
}

ParameterizedTestParameters(contain, a_grandchild_is_gone_afterwards)
{
    return both_containments();
}

ParameterizedTest(int *containment, contain, a_grandchild_is_gone_afterwards)
{
    run_in(*containment, "leaves_a_grandchild");
    cr_assert_eq(outcome.end, PROBE_FINISHED, "ended as %d", outcome.end);
    assert_nobody_lives();
}

ParameterizedTestParameters(contain, so_it_is_after_a_crash)
{
    return both_containments();
}

ParameterizedTest(int *containment, contain, so_it_is_after_a_crash)
{
    run_in(*containment, "leaves_a_grandchild_and_crashes");
    cr_assert_eq(outcome.end, PROBE_CRASHED, "ended as %d", outcome.end);
    assert_nobody_lives();
}

/* Without a namespace this is the end of init, not of the probe. */
SELF_PROBE(kills_its_parent)
{
    int ends[2];
    char byte;
    show_life();
    kill(getppid(), SIGKILL);
    if (pipe(ends) != 0 || read(ends[0], &byte, 1) != 1)
        _exit(4);
}

ParameterizedTestParameters(contain, killing_the_parent_sets_nobody_free)
{
    return both_containments();
}

ParameterizedTest(int *containment, contain, killing_the_parent_sets_nobody_free)
{
    run_in(*containment, "kills_its_parent");
    cr_assert_neq(outcome.end, PROBE_FINISHED);
    assert_nobody_lives();
}

/* ---- growing --------------------------------------------------------------------- */

/* Holds its place for ever: if nobody stopped them for being too many, all would be found
 * stuck. */
static void stay(void)
{
    int ends[2];
    char byte;
    if (pipe(ends) != 0 || read(ends[0], &byte, 1) != 1)
        _exit(4);
}

/* Every process forks on, up to BOMB_MOST. */
SELF_PROBE(forks_on)
{
    _Atomic uint32_t *count = &self_evidence->zero_timeout_polls;
    show_life();
    alarm(BOMB_ENDS_S);
    while (atomic_fetch_add(count, 1) < BOMB_MOST)
        if (fork() == 0) {
            show_life();
            alarm(BOMB_ENDS_S);
        }
    stay();
}

ParameterizedTestParameters(contain, a_fork_bomb_is_stopped)
{
    return both_containments();
}

ParameterizedTest(int *containment, contain, a_fork_bomb_is_stopped)
{
    run_in(*containment, "forks_on");
    cr_assert_eq(outcome.end, PROBE_GREW, "ended as %d", outcome.end);
    cr_assert_gt(outcome.family.processes, 100);
    assert_nobody_lives();
}

/* Takes that much memory and touches it; a page isn't there before. */
static void take_memory(size_t bytes)
{
    char *memory =
        mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        _exit(4);
    for (size_t i = 0; i < bytes; i += 4096)
        memory[i] = 1;
}

SELF_PROBE(takes_memory)
{
    take_memory(1200 * MIB);
    stay();
}

Test(contain, too_much_memory_is_noticed)
{
    if ((size_t)sysconf(_SC_AVPHYS_PAGES) * 4096 < 2048 * MIB)
        cr_skip_test("this machine has too little memory to spare");
    run_in(1, "takes_memory");
    cr_assert_eq(outcome.end, PROBE_GREW, "ended as %d", outcome.end);
    /* On a busy machine its time may be over before it has taken all that it may. */
    cr_assert_gt(outcome.family.resident, 128 * MIB);
}

/* ---- limits ---------------------------------------------------------------------- */

SELF_PROBE(asks_for_limits)
{
    static const int kinds[] = {RLIMIT_CORE, RLIMIT_FSIZE, RLIMIT_AS, RLIMIT_NOFILE,
                                RLIMIT_CPU};
    for (int i = 0; i < 5; i++) {
        struct rlimit limit;
        if (getrlimit(kinds[i], &limit) != 0 || limit.rlim_cur != limit.rlim_max)
            _exit(4);
        self_evidence->observed[i].number = (int64_t)limit.rlim_max;
    }
}

Test(contain, limits_are_set_and_can_not_be_raised)
{
    run_in(1, "asks_for_limits");
    cr_assert_eq(outcome.end, PROBE_FINISHED, "ended as %d", outcome.end);
    const struct observation *limit = outcome.evidence->observed;
    cr_assert_eq(limit[0].number, 0);
    cr_assert_leq(limit[1].number, (int64_t)(16 * MIB));
    cr_assert(limit[2].number <= (int64_t)(4096 * MIB) || SELF_PROBE_IS_LARGE);
    cr_assert_leq(limit[3].number, 1024);
    cr_assert_leq(limit[4].number, 20);
    for (int i = 1; i < 5; i++)
        cr_assert(limit[i].number > 0 || SELF_PROBE_IS_LARGE);
}

SELF_PROBE(writes_a_huge_file)
{
    static char block[1 << 20];
    int fd = open("huge", O_CREAT | O_RDWR, 0644);
    for (int i = 0; i < 64; i++)
        if (write(fd, block, sizeof block) < 0)
            _exit(4);
}

Test(contain, a_huge_file_ends_the_probe)
{
    run_in(1, "writes_a_huge_file");
    cr_assert_eq(outcome.end, PROBE_CRASHED);
    cr_assert_eq(outcome.status, SIGXFSZ);
}

/* ---- surroundings ---------------------------------------------------------------- */

SELF_PROBE(looks_around)
{
    char folder[PATH_MAX], byte;
    int others = 0;
    for (int fd = 3; fd < 256; fd++)
        others += fcntl(fd, F_GETFD) >= 0;
    printf("%s\n", getcwd(folder, sizeof folder));
    printf("descriptors %d, input %zd\n", others, read(0, &byte, 1));
    printf("settings %d\n", getenv(SETTING_PROBES) || getenv("SECRET"));
    fflush(NULL);
}

Test(contain, nothing_of_the_lab_is_to_be_seen)
{
    char expected[PATH_MAX + 64];
    cr_assert_eq(setenv("SECRET", "x", 1), 0);
    for (int fd = 100; fd < 105; fd++)
        cr_assert_eq(dup2(2, fd), fd);
    run_in(1, "looks_around");
    cr_assert_eq(outcome.end, PROBE_FINISHED, "ended as %d", outcome.end);
    snprintf(expected, sizeof expected,
             "%s/scratch\ndescriptors 0, input 0\nsettings 0\n", scratch);
    cr_assert_str_eq(outcome.output, expected);
}

Test(contain, descriptors_of_the_check_stay_as_they_were)
{
    int before = 0, after = 0;
    for (int fd = 0; fd < 256; fd++)
        before += fcntl(fd, F_GETFD) >= 0;
    for (int i = 0; i < 3; i++) {
        run_in(1, "asks_for_limits");
        probe_release(&outcome);
    }
    for (int fd = 0; fd < 256; fd++)
        after += fcntl(fd, F_GETFD) >= 0;
    cr_assert_eq(after, before);
}

/* ---- beyond the folder ------------------------------------------------------------ */

/* 0, or the errno of a call that says so by -1. */
static int error_of(int result)
{
    return result < 0 ? errno : 0;
}

/* What a probe tries by itself, past the wrappers that learner code has. */
SELF_PROBE(reaches_out)
{
    char path[64];
    struct observation *seen = self_evidence->observed;
    snprintf(path, sizeof path, "/proc/%s/mem", self_arguments[1]);
    seen[0].number = error_of(open("../outside", O_CREAT | O_WRONLY, 0644));
    seen[1].number = error_of(unlink("../precious"));
    seen[2].number = error_of(open("../precious", O_WRONLY | O_TRUNC));
    seen[3].number = error_of(open("inside", O_CREAT | O_RDWR, 0644));
    seen[4].number = error_of(unlink("inside"));
    seen[5].number = error_of(open(path, O_RDWR));
    seen[6].number = error_of(kill((pid_t)atoi(self_arguments[1]), 0));
    seen[7].number = error_of(open("../precious", O_RDONLY));
}

static void assert_out_of_reach(void)
{
    const struct observation *seen = outcome.evidence->observed;
    cr_assert_eq(outcome.end, PROBE_FINISHED, "ended as %d", outcome.end);
    cr_assert_eq(seen[0].number, EACCES, "made a file outside");
    cr_assert_eq(seen[1].number, EACCES, "removed a file outside");
    cr_assert_eq(seen[2].number, EACCES, "emptied a file outside");
    cr_assert_eq(seen[3].number, 0, "could not make a file of its own");
    cr_assert_eq(seen[4].number, 0, "could not remove a file of its own");
    cr_assert_neq(seen[5].number, 0, "opened the memory of the check");
    cr_assert_neq(seen[6].number, 0, "could have sent the check a signal");
    cr_assert_eq(seen[7].number, 0, "could not read what all may read");
}

ParameterizedTestParameters(contain, nothing_outside_is_in_reach)
{
    return both_containments();
}

ParameterizedTest(int *containment, contain, nothing_outside_is_in_reach)
{
    char pid[24];
    if (confine_version() < 6)
        cr_skip_test("this kernel has no Landlock that knows of signals");
    cr_assert_eq(write_file("precious", "x", 1), 0);
    snprintf(pid, sizeof pid, "%d", getpid());
    if (!*containment)
        deny_namespaces();
    self_probe_run("reaches_out", pid, &outcome);
    assert_out_of_reach();
}

/* Of all powers a probe of root's has the one to walk through folders, at most. */
SELF_PROBE(counts_its_powers)
{
    char line[256];
    unsigned long long powers = ~0ull;
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status))
        if (sscanf(line, "CapEff: %llx", &powers) == 1)
            break;
    self_evidence->observed[0].number = (int64_t)powers;
}

ParameterizedTestParameters(contain, a_probe_has_no_powers)
{
    return both_containments();
}

ParameterizedTest(int *containment, contain, a_probe_has_no_powers)
{
    run_in(*containment, "counts_its_powers");
    cr_assert_eq(outcome.end, PROBE_FINISHED, "ended as %d", outcome.end);
    cr_assert_eq(outcome.evidence->observed[0].number & ~(1ll << 2), 0, "powers %llx",
                 (unsigned long long)outcome.evidence->observed[0].number);
}

/* ---- standing still, and filling up -------------------------------------------------- */

SELF_PROBE(stops_itself)
{
    raise(SIGSTOP);
}

ParameterizedTestParameters(contain, a_stopped_probe_is_noticed)
{
    return both_containments();
}

ParameterizedTest(int *containment, contain, a_stopped_probe_is_noticed)
{
    run_in(*containment, "stops_itself");
    cr_assert_eq(outcome.end, PROBE_STOPPED, "ended as %d", outcome.end);
}

SELF_PROBE(fills_its_folder)
{
    for (int i = 0; i < 3000; i++) {
        char name[32];
        snprintf(name, sizeof name, "file%d", i);
        close(open(name, O_CREAT | O_WRONLY, 0644));
    }
    stay();
}

Test(contain, too_many_files_are_noticed)
{
    run_in(1, "fills_its_folder");
    cr_assert_eq(outcome.end, PROBE_GREW, "ended as %d", outcome.end);
    cr_assert_gt(outcome.files, 1000);
}
