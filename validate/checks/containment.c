#define _GNU_SOURCE
#include "containment.h"

#include <linux/seccomp.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "confine.h"
#include "contain.h"

static void print_part(const char *name, bool used, const char *with, const char *without)
{
    printf("%-14s %-4s %s\n", name, used ? "yes" : "no", used ? with : without);
}

static bool has_filter(void)
{
    uint32_t action = SECCOMP_RET_TRAP;
    return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

void containment_print(void)
{
    int landlock = confine_version();
    print_part("inspection", true,
               "code that the lab can't see into is refused before it runs", "");
    print_part("wrappers", true, "files, signals and processes are watched by name", "");
    print_part("limits", true,
               "memory, file size, processor time, descriptors, processes", "");
    print_part("namespace", contained_has_namespace(),
               "a probe ends with all that it started, and reaches no other process",
               "the kernel refuses PID namespaces; what a probe leaves is hunted down");
    print_part("landlock", landlock > 0,
               landlock >= 6
                   ? "files change in the probe's folder alone; no signals to others"
                   : "files change in the probe's folder alone",
               "the kernel hasn't it (Linux 5.13); the wrappers alone guard files");
    print_part("seccomp", has_filter(), "system calls that no task needs are refused",
               "the kernel hasn't it; the inspection alone finds such calls");
    print_part("powers", true, "a probe of root's has none of root's powers", "");
}
