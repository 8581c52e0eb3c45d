/*
 * editor.c - `build/lab editor`: build/compile_commands.json, by which an editor knows how each file is
 * compiled.
 *
 * The learner's files come first, compiled as the validator does. The lab's own are taken from the
 * Makefile's rules: `make -n` says what it would run.
 */
#define _GNU_SOURCE
#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compile_lines.h"
#include "files.h"
#include "lab.h"
#include "output.h"

#define DATABASE "build/compile_commands.json"

/* Everything that is built, as if nothing had been. */
#define DRY_RUN                                                                          \
    "env -u MAKEFLAGS -u MAKELEVEL make -nB build/complete build/tests/complete "        \
    "2>/dev/null"

static void add_learner_file(cJSON *database, const struct lab *lab, const char *parent,
                             const struct task *task, const char *file)
{
    char include[PATH_MAX], source[PATH_MAX];
    make_path(include, "-Itasks/%s", task->folder);
    make_path(source, "%s/%s/%s", parent, task->folder, file);
    const char *const words[] = {"gcc",      "-std=gnu17", "-Wall",    "-Wextra",
                                 "-g",       "-O0",        "-pthread", include,
                                 "-Irunner", "-c",         source};
    add_entry(database, lab->root, source,
              cJSON_CreateStringArray(words, sizeof words / sizeof words[0]));
}

static void add_learner_files(cJSON *database, const struct lab *lab, const char *parent)
{
    for (int t = 0; t < lab->tasks.count; t++) {
        const struct task *task = &lab->tasks.tasks[t];
        for (int f = 0; f < task->file_count; f++)
            add_learner_file(database, lab, parent, task, task->files[f]);
    }
}

/* Returns how many files the rules gave; or -1 with errno. */
static int add_lab_files(cJSON *database, const struct lab *lab)
{
    int before = cJSON_GetArraySize(database);
    char *line = NULL;
    size_t size = 0;
    FILE *make = popen(DRY_RUN, "re");
    if (!make)
        return -1;
    while (getline(&line, &size, make) > 0)
        add_compile_line(database, lab->root, line);
    free(line);
    pclose(make);
    return cJSON_GetArraySize(database) - before;
}

static int store(const cJSON *database)
{
    char *text = cJSON_Print(database);
    int failed = !text || write_file(DATABASE, text, strlen(text)) != 0;
    free(text);
    return failed ? lab_error("can't write %s: %s", DATABASE, strerror(errno)) : -1;
}

int command_editor(struct lab *lab)
{
    cJSON *database = cJSON_CreateArray();
    if (!database)
        return lab_error("no memory");
    add_learner_files(database, lab, "tasks");
    add_learner_files(database, lab, "solutions");
    int status = add_lab_files(database, lab) > 0
                     ? store(database)
                     : lab_error("make -n doesn't say how the lab is compiled; is make "
                                 "installed, and the Makefile whole?");
    if (status == -1) {
        printf("%s: how %d files are compiled. clangd finds it by itself, and so does "
               "VS Code.\n",
               DATABASE, cJSON_GetArraySize(database));
        status = end_output();
    }
    cJSON_Delete(database);
    return status;
}
