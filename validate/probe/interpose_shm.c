/*
 * interpose_shm.c - names of shared memory and of semaphores, kept apart for each probe.
 *
 * Learners make a name of their own from getpid(). But each probe has a PID namespace of its own, in
 * which numbers are the same as in the next one's: two probes that run side by side would meet in
 * one name. So each name gets the namespace's number in front.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <limits.h>
#include <semaphore.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "explore.h"

/* "/name" becomes "/lab-4026532198-name"; what isn't of that form fails as it would. */
static const char *own_name(const char *name, char text[NAME_MAX + 1])
{
    struct stat space = {0};
    if (!name || name[0] != '/' || !name[1])
        return name;
    stat("/proc/self/ns/pid", &space);
    snprintf(text, NAME_MAX + 1, "/lab-%lu-%s", (unsigned long)space.st_ino, name + 1);
    return text;
}

int lab_shm_open(const char *name, int flags, mode_t mode)
{
    char own[NAME_MAX + 1];
    return shm_open(own_name(name, own), flags, mode);
}

int lab_shm_unlink(const char *name)
{
    char own[NAME_MAX + 1];
    return shm_unlink(own_name(name, own));
}

sem_t *lab_sem_open(const char *name, int flags, ...)
{
    char own[NAME_MAX + 1];
    va_list values;
    if (explore_is_running())
        explore_unsupported("sem_open");
    if (!(flags & O_CREAT))
        return sem_open(own_name(name, own), flags);
    va_start(values, flags);
    mode_t mode = va_arg(values, mode_t);
    unsigned value = va_arg(values, unsigned);
    va_end(values);
    return sem_open(own_name(name, own), flags, mode, value);
}

int lab_sem_unlink(const char *name)
{
    char own[NAME_MAX + 1];
    return sem_unlink(own_name(name, own));
}
