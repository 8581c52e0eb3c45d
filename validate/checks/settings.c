#include "settings.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "files.h"

static const char *need(const char *name)
{
    const char *value = getenv(name);
    if (!value) {
        fprintf(stderr, "checks: %s is not set; use build/lab validate\n", name);
        exit(3);
    }
    return value;
}

const char *settings_run(void)
{
    return need(SETTING_RUN);
}

const char *settings_probes(void)
{
    return need(SETTING_PROBES);
}

const char *settings_files(void)
{
    return need(SETTING_FILES);
}

uint64_t settings_seed(void)
{
    return strtoull(need(SETTING_SEED), NULL, 10);
}

bool setting_without(const char *part)
{
    const char *parts = getenv(SETTING_WITHOUT);
    return parts && strstr(parts, part);
}

const char *settings_scratch(void)
{
    static char path[PATH_MAX];
    make_path(path, "%s/scratch", settings_run());
    return path;
}

void settings_await_probe(const char *variant)
{
    char path[PATH_MAX];
    make_path(path, "%s/" SETTING_BUILDING ".%s", settings_run(), variant);
    int lock = open(path, O_RDONLY | O_CLOEXEC);
    if (lock < 0)
        return;
    while (flock(lock, LOCK_SH) != 0 && errno == EINTR)
        continue;
    close(lock);
}

bool settings_refused(void)
{
    char path[PATH_MAX];
    return access(make_path(path, "%s/" SETTING_REFUSED, settings_run()), F_OK) == 0;
}
