/*
 * doctor_probe.c - what this machine's kernel allows, a line each: "NAME ANSWER". doctor.sh compiles and
 * runs it; it changes nothing.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#endif
#define LANDLOCK_VERSION_ONLY 1 /* LANDLOCK_CREATE_RULESET_VERSION */

/* Can a child be made in these new namespaces? */
static bool can_unshare(unsigned long namespaces)
{
    int status;
    pid_t child = (pid_t)syscall(SYS_clone, namespaces | SIGCHLD, NULL, NULL, NULL, NULL);
    if (child == 0)
        _exit(0);
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

static const char *pid_namespace(void)
{
    if (can_unshare(CLONE_NEWPID))
        return "yes";
    return can_unshare(CLONE_NEWUSER | CLONE_NEWPID) ? "user" : "no";
}

/* In a child: a filter can't be taken back. */
static bool can_filter_calls(void)
{
    int status;
    pid_t child = fork();
    if (child == 0) {
        struct sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
        struct sock_fprog filter = {.len = 1, .filter = &allow};
        _exit(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
              prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0);
    }
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

static const char *inotify(const char *folder)
{
    int fd = inotify_init1(IN_CLOEXEC);
    if (fd < 0)
        return "no";
    return inotify_add_watch(fd, folder, IN_CLOSE_WRITE) < 0 ? "full" : "yes";
}

int main(int argc, char **argv)
{
    long landlock = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_VERSION_ONLY);
    printf("namespace %s\n", pid_namespace());
    printf("seccomp %s\n", can_filter_calls() ? "yes" : "no");
    printf("landlock %ld\n", landlock > 0 ? landlock : 0);
    printf("inotify %s\n", inotify(argc > 1 ? argv[1] : "."));
    return 0;
}
