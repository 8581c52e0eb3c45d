/*
 * maker.c - run when the lab is built: prints the filter of system calls as the kernel takes it, so
 * that a probe's start costs no more than to hand it over.
 *
 * Prints two arrays in C, filter_alone and filter_network: the second one leaves connections to the
 * Internet's kinds of addresses alone, for the task that talks to a server.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <sched.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "denied_calls.h"

#define NAMESPACES                                                                       \
    (CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER |       \
     CLONE_NEWPID | CLONE_NEWNET)
#define PROGRAM_MOST 65536 /* bytes */

/* A call that this machine doesn't have needs no rule. */
static void check(int result)
{
    if (result < 0 && result != -EDOM && result != -EFAULT) {
        fprintf(stderr, "filter: libseccomp: error %d\n", -result);
        exit(1);
    }
}

static void deny(scmp_filter_ctx filter, int call)
{
    if (call != __NR_SCMP_ERROR)
        check(seccomp_rule_add(filter, SCMP_ACT_TRAP, call, 0));
}

static void deny_if(scmp_filter_ctx filter, int call, struct scmp_arg_cmp argument)
{
    if (call != __NR_SCMP_ERROR)
        check(seccomp_rule_add(filter, SCMP_ACT_TRAP, call, 1, argument));
}

static void deny_by_arguments(scmp_filter_ctx filter, bool network)
{
    static const int options[] = {PR_SET_PDEATHSIG,
                                  PR_SET_CHILD_SUBREAPER,
                                  PR_SET_DUMPABLE,
                                  PR_SET_SECCOMP,
                                  PR_SET_SECUREBITS,
                                  PR_SET_MM,
                                  PR_SET_PTRACER,
                                  PR_SET_KEEPCAPS,
                                  PR_CAP_AMBIENT,
                                  PR_CAPBSET_DROP,
                                  PR_SET_SYSCALL_USER_DISPATCH};
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
        deny_if(filter, SCMP_SYS(prctl), SCMP_A0_32(SCMP_CMP_EQ, (uint32_t)options[i]));
    deny_if(filter, SCMP_SYS(kill), SCMP_A0_32(SCMP_CMP_EQ, (uint32_t)-1));
    /* Some scenarios let descriptors run out. */
    check(seccomp_rule_add(filter, SCMP_ACT_TRAP, SCMP_SYS(prlimit64), 2,
                           SCMP_A1_32(SCMP_CMP_NE, RLIMIT_NOFILE),
                           SCMP_A2_64(SCMP_CMP_NE, 0)));
    deny_if(filter, SCMP_SYS(personality), SCMP_A0_32(SCMP_CMP_NE, 0xffffffff));
    deny_if(filter, SCMP_SYS(mprotect),
            SCMP_A2_32(SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC));
    deny_if(filter, SCMP_SYS(pkey_mprotect),
            SCMP_A2_32(SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC));
    check(seccomp_rule_add(filter, SCMP_ACT_TRAP, SCMP_SYS(mmap), 2,
                           SCMP_A2_32(SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC),
                           SCMP_A3_32(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS)));
    for (unsigned long bit = 1; bit <= (1ul << 31); bit <<= 1)
        if (bit & NAMESPACES)
            deny_if(filter, SCMP_SYS(clone), SCMP_A0_64(SCMP_CMP_MASKED_EQ, bit, bit));
    if (!network)
        deny_if(filter, SCMP_SYS(socket), SCMP_A0_32(SCMP_CMP_NE, AF_UNIX));
}

static void print_program(const char *name, int file)
{
    static struct sock_filter program[PROGRAM_MOST / sizeof(struct sock_filter)];
    ssize_t size = pread(file, program, sizeof program, 0);
    if (size <= 0 || (size_t)size == sizeof program) {
        perror("filter");
        exit(1);
    }
    printf("static struct sock_filter %s[] = {\n", name);
    for (size_t i = 0; i < (size_t)size / sizeof program[0]; i++)
        printf("    {0x%x, %u, %u, 0x%xu},\n", program[i].code, program[i].jt,
               program[i].jf, program[i].k);
    printf("};\n");
}

/* clone3 has its flags in memory, where a filter can't look: the C library then takes clone. */
static void make_filter(const char *name, bool network)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    FILE *file = tmpfile();
    if (!filter || !file) {
        perror("filter");
        exit(1);
    }
#define DENIED(name, what) deny(filter, SCMP_SYS(name));
    DENIED_CALLS
#undef DENIED
    deny_by_arguments(filter, network);
    check(seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0));
    check(seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2)); /* a tree, not a list */
    check(seccomp_export_bpf(filter, fileno(file)));
    print_program(name, fileno(file));
    fclose(file);
    seccomp_release(filter);
}

int main(void)
{
    printf("/* Made by validate/probe/filter/maker.c. */\n");
    make_filter("filter_alone", false);
    make_filter("filter_network", true);
    return fflush(stdout) == 0 ? 0 : 1;
}
