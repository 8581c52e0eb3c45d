#include "settings.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
