/*
 * named.c - named semaphores: of this process alone. None is there when a schedule begins.
 */
#include "named.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <string.h>

#include "finding.h"
#include "library.h"
#include "models.h"
#include "schedule.h"

#define MOST_NAMED 32
#define NAME_SIZE  256 /* bytes, '\0' included: longer ones are refused, as by Linux */

static struct {
    char name[NAME_SIZE]; /* "": unlinked */
    sem_t sem;
} named[MOST_NAMED];
static unsigned count;

void named_reset(void)
{
    count = 0;
}

static sem_t *fail(int error)
{
    errno = error;
    return SEM_FAILED;
}

/* Its place; `count`: there is none of that name. */
static unsigned find(const char *name)
{
    unsigned i = 0;
    while (i < count && strcmp(named[i].name, name) != 0)
        i++;
    return i;
}

static sem_t *create(const char *name, unsigned value, const void *site)
{
    if (value > SEM_VALUE_MAX)
        return fail(EINVAL);
    if (count == MOST_NAMED)
        unsupported_call("sem_open", site);
    sem_t *sem = &named[count].sem;
    if (sem_init(sem, 0, value) == -1)
        return SEM_FAILED;
    strcpy(named[count++].name, name);
    object_init(sem, OBJECT_SEMAPHORE, sizeof *sem)->value = value;
    return sem;
}

sem_t *explore_sem_open(const char *name, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
    unsigned value = (flags & O_CREAT) != 0 ? va_arg(arguments, unsigned) : 0;
    va_end(arguments);
    if (!explore_is_running())
        return sem_open(name, flags, mode, value);
    const void *site = CALL_SITE();
    if (reads_string(name, NAME_SIZE, site) == NAME_SIZE)
        return fail(ENAMETOOLONG);
    if (name[0] != '/' || name[1] == '\0' || strchr(name + 1, '/') != NULL)
        return fail(EINVAL);
    unsigned i = find(name);
    if (i == count)
        return (flags & O_CREAT) != 0 ? create(name, value, site) : fail(ENOENT);
    return (flags & O_CREAT) != 0 && (flags & O_EXCL) != 0 ? fail(EEXIST) : &named[i].sem;
}

int explore_sem_close(sem_t *sem)
{
    if (!explore_is_running())
        return sem_close(sem);
    for (unsigned i = 0; i < count; i++)
        if (sem == &named[i].sem)
            return 0;
    errno = EINVAL;
    return -1;
}

/* Who has opened it may go on to use it. */
int explore_sem_unlink(const char *name)
{
    if (!explore_is_running())
        return sem_unlink(name);
    reads_string(name, NAME_SIZE, CALL_SITE());
    unsigned i = find(name);
    if (name[0] == '\0' || i == count) {
        errno = ENOENT;
        return -1;
    }
    named[i].name[0] = '\0';
    return 0;
}
