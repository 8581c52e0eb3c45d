/*
 * machine.c - what a program may ask about the machine and about itself: the answers are the
 * same everywhere, so that no verdict depends on them.
 */
#define _GNU_SOURCE /* CPU_SET_S */
#include <errno.h>
#include <sched.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "library.h"
#include "models.h"
#include "schedule.h"
#include "thread.h"

#define PROCESSORS 2 /* enough for everything that takes two at a time */
#define PROCESS_ID                                                                       \
    1000 /* of the program; thread n has the id PROCESS_ID + n, as T0 has */

pid_t explore_getpid(void)
{
    return PROCESS_ID;
}

pid_t explore_getppid(void)
{
    return 1;
}

pid_t explore_gettid(void)
{
    return PROCESS_ID + (explore_is_running() ? (pid_t)schedule.current->id : 0);
}

int explore_get_nprocs(void)
{
    return PROCESSORS;
}

int explore_get_nprocs_conf(void)
{
    return PROCESSORS;
}

int explore_sched_getcpu(void)
{
    return 0;
}

long explore_sysconf(int name)
{
    bool processors = name == _SC_NPROCESSORS_ONLN || name == _SC_NPROCESSORS_CONF;
    return processors ? PROCESSORS : sysconf(name);
}

/* PTHREAD_STACK_MIN asks by this name. */
long explore___sysconf(int name) __attribute__((alias("explore_sysconf")));

/* Where threads run is the explorer's choice: wishes are granted and change nothing. */
static int fill_set(size_t size, cpu_set_t *set, const void *site)
{
    writes(set, size, site);
    memset(set, 0, size);
    for (int i = 0; i < PROCESSORS; i++)
        CPU_SET_S(i, size, set);
    return 0;
}

int explore_sched_getaffinity(pid_t process, size_t size, cpu_set_t *set)
{
    (void)process;
    return fill_set(size, set, CALL_SITE());
}

int explore_sched_setaffinity(pid_t process, size_t size, const cpu_set_t *set)
{
    (void)process;
    reads(set, size, CALL_SITE());
    return 0;
}

int explore_pthread_getaffinity_np(pthread_t thread, size_t size, cpu_set_t *set)
{
    (void)thread;
    return fill_set(size, set, CALL_SITE());
}

int explore_pthread_setaffinity_np(pthread_t thread, size_t size, const cpu_set_t *set)
{
    (void)thread;
    reads(set, size, CALL_SITE());
    return 0;
}

int explore_pthread_setschedparam(pthread_t thread, int policy,
                                  const struct sched_param *parameters)
{
    (void)thread;
    (void)policy;
    reads(parameters, sizeof *parameters, CALL_SITE());
    return 0;
}

int explore_pthread_getschedparam(pthread_t thread, int *policy,
                                  struct sched_param *parameters)
{
    const void *site = CALL_SITE();
    (void)thread;
    writes(policy, sizeof *policy, site);
    writes(parameters, sizeof *parameters, site);
    *policy = SCHED_OTHER;
    *parameters = (struct sched_param){0};
    return 0;
}

int explore_pthread_setschedprio(pthread_t thread, int priority)
{
    (void)thread;
    (void)priority;
    return 0;
}

/* ---- names of threads ------------------------------------------------------------ */

#define NAME_SIZE sizeof((struct thread){0}.called)

static const char *name_of(const struct thread *thread)
{
    return thread->called[0] != '\0' ? thread->called : "program";
}

/* Its own, mostly; one that has ended has none. */
static struct thread *named(pthread_t handle)
{
    struct thread *self = schedule.current;
    return handle == thread_handle(self) ? self : thread_of(handle, EXPLORE_OP_NONE);
}

int explore_pthread_setname_np(pthread_t thread, const char *name)
{
    if (!explore_is_running())
        return pthread_setname_np(thread, name);
    size_t length = reads_string(name, SIZE_MAX / 2, CALL_SITE());
    if (length >= NAME_SIZE)
        return ERANGE;
    memcpy(named(thread)->called, name, length + 1);
    return 0;
}

int explore_pthread_getname_np(pthread_t thread, char *name, size_t size)
{
    if (!explore_is_running())
        return pthread_getname_np(thread, name, size);
    const void *site = CALL_SITE();
    const char *called = name_of(named(thread));
    size_t length = strlen(called) + 1;
    if (size < length)
        return ERANGE;
    writes(name, length, site);
    memcpy(name, called, length);
    return 0;
}

int explore_pthread_getattr_np(pthread_t thread, pthread_attr_t *attributes)
{
    if (!explore_is_running())
        return pthread_getattr_np(thread, attributes);
    const void *site = CALL_SITE();
    const struct thread *asked = named(thread);
    writes(attributes, sizeof *attributes, site);
    int error = pthread_attr_init(attributes);
    if (error == 0)
        error = pthread_attr_setstack(attributes, asked->fiber.stack, FIBER_STACK_SIZE);
    if (error == 0 && asked->detached)
        error = pthread_attr_setdetachstate(attributes, PTHREAD_CREATE_DETACHED);
    return error;
}

/* What is beyond the sixteenth byte is cut off. */
static void take_name(const char *name, const void *site)
{
    char *called = schedule.current->called;
    size_t length = reads_string(name, NAME_SIZE - 1, site);
    memcpy(called, name, length);
    called[length] = '\0';
}

int explore_prctl(int option, unsigned long argument, ...)
{
    const void *site = CALL_SITE();
    void *name = (void *)argument;
    switch (option) {
    case PR_SET_NAME:
        take_name(name, site);
        return 0;
    case PR_GET_NAME:
        writes(name, NAME_SIZE, site);
        memset(name, 0, NAME_SIZE);
        strcpy(name, name_of(schedule.current));
        return 0;
    default:
        unsupported_call("prctl", site);
    }
}

/* The calls that have no wrapper of their own in older programs. */
long explore_syscall(long number, ...)
{
    const void *site = CALL_SITE();
    switch (number) {
    case SYS_gettid:
        return explore_gettid();
    case SYS_getpid:
        return explore_getpid();
    case SYS_sched_yield:
        explore_at(site);
        return explore_sched_yield();
    default:
        unsupported_call("syscall", site);
    }
}
