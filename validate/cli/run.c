/*
 * run.c - `build/lab run`: the nightly job with the learner's files, measured.
 *
 * Links the runner with the files of each task that it knows: those for which there is a stand-in
 * (validate/standins), which answers "not written yet" in the place of a file that doesn't
 * compile, so that the rest runs all the same.
 */
#include <stdlib.h>
#include <unistd.h>

#include "files.h"
#include "lab.h"
#include "program.h"

static char *standin_path(char *path, const struct task *task)
{
    return make_path(path, "build/obj/standin/%s.o", task->folder);
}

static int choose_tasks(const struct lab *lab, struct build *builds)
{
    char path[PATH_MAX];
    int count = 0;
    for (int i = 0; i < lab->tasks.count; i++)
        if (access(standin_path(path, &lab->tasks.tasks[i]), R_OK) == 0)
            builds[count++].task = &lab->tasks.tasks[i];
    return count;
}

static int add_task(struct program *program, const struct build *build)
{
    char path[PATH_MAX];
    int status = -1;
    if (build->status == BUILD_REFUSED) {
        show_refusal(build);
        program_add_object(program, standin_path(path, build->task));
    }
    for (int i = 0;
         build->status == BUILD_OK && i < build->task->file_count && status == -1; i++)
        status = program_add_learner(program, build->task, build->task->files[i]);
    return status;
}

static int run(struct lab *lab, struct build *builds, int count)
{
    struct program program;
    int status = program_begin(&program, lab, builds, count);
    for (int i = 0; i < count && status == -1; i++)
        status = add_task(&program, &builds[i]);
    if (status == -1)
        program_add_object(&program, "build/obj/librun.a");
    if (status == -1) {
        command_add(&program.link, "-lcjson");
        command_add(&program.link, "-lm");
        status = program_run(&program, "pipeline", lab->options.repeat);
    }
    program_end(&program);
    return status;
}

int command_run(struct lab *lab)
{
    struct build *builds = calloc(TASKS_MOST, sizeof *builds);
    if (!builds)
        return lab_error("no memory");
    if (lab->task) {
        free(builds);
        return usage_error("make run takes no TASK: it runs the whole job");
    }
    int count = choose_tasks(lab, builds);
    int status = count > 0 ? run(lab, builds, count)
                           : lab_error("there is nothing in build/obj/standin; try "
                                       "`make clean`, then again");
    for (int i = 0; i < count; i++)
        free_build(&builds[i]);
    free(builds);
    return status;
}
