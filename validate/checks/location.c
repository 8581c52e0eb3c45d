#include "location.h"

#include <backtrace.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

struct query {
    const char *file; /* inside libbacktrace's memory, which is never freed */
    int line;
};

static void ignore_error(void *data, const char *message, int number)
{
    (void)data;
    (void)message;
    (void)number;
}

static int take_line(void *data, uintptr_t pc, const char *file, int line,
                     const char *function)
{
    struct query *query = data;
    (void)pc;
    (void)function;
    if (file && query->line == 0) {
        query->file = file;
        query->line = line;
    }
    return 0;
}

int is_learner_file(const char *path)
{
    return strstr(path, LEARNER_PREFIX) != NULL;
}

/* Reading a probe's debug information takes a while, and a schedule has many lines: what was
 * read is kept. A check asks about one probe, seldom two. */
static struct backtrace_state *state_of(const char *probe)
{
    static struct backtrace_state *state;
    static char known[PATH_MAX];
    if (state && strcmp(probe, known) == 0)
        return state;
    snprintf(known, sizeof known, "%s", probe);
    state = backtrace_create_state(known, 0, ignore_error, NULL);
    return state;
}

int find_learner_line(const char *probe, uint64_t return_address, char *file,
                      size_t file_size, int *line)
{
    struct query query = {0};
    struct backtrace_state *state = state_of(probe);
    if (!state)
        return -1;
    /* The call stands before the address that it returns to. */
    backtrace_pcinfo(state, (uintptr_t)return_address - 1, take_line, ignore_error,
                     &query);
    if (query.line == 0 || !is_learner_file(query.file))
        return -1;
    const char *slash = strrchr(query.file, '/');
    const char *name = slash ? slash + 1 : query.file;
    if (strncmp(name, LEARNER_PREFIX, strlen(LEARNER_PREFIX)) == 0)
        name += strlen(LEARNER_PREFIX);
    snprintf(file, file_size, "%s", name);
    *line = query.line;
    return 0;
}
