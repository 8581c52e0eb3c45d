#include "stubs.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "files.h"

char *learner_path(char *path, const struct task *task, int index)
{
    return make_path(path, "tasks/%s/%s", task->folder, task->files[index]);
}

char *stub_path(char *path, const struct task *task, int index)
{
    return make_path(path, "validate/stubs/%s/%s", task->folder, task->files[index]);
}

char *solution_path(char *path, const struct task *task, int index)
{
    return make_path(path, "solutions/%s/%s", task->folder, task->files[index]);
}

/* A link is no regular file, whatever it points at. */
static char *read_regular(const char *path, size_t *size)
{
    struct stat status;
    if (lstat(path, &status) != 0 || !S_ISREG(status.st_mode))
        return NULL;
    return read_file(path, SOURCE_LIMIT, size);
}

bool is_stub(const struct task *task, int index)
{
    char path[PATH_MAX];
    size_t mine_size, stub_size;
    char *mine = read_regular(learner_path(path, task, index), &mine_size);
    char *stub = read_regular(stub_path(path, task, index), &stub_size);
    bool same =
        mine && stub && mine_size == stub_size && memcmp(mine, stub, mine_size) == 0;
    free(mine);
    free(stub);
    return same;
}

bool all_are_stubs(const struct task *task)
{
    for (int i = 0; i < task->file_count; i++)
        if (!is_stub(task, i))
            return false;
    return task->file_count > 0;
}
