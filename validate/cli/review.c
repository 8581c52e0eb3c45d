/*
 * review.c - `build/lab review`: asks the configured model, through the learner's client, to
 * review the snippet of task 6.
 */
#include "files.h"
#include "lab.h"
#include "program.h"

#define CLIENT_TASK  "ai_review"
#define CLIENT_FILE  "ai_review.c"
#define SNIPPET_FILE "ai_snippet.c"

static int review(struct lab *lab, struct build *build)
{
    static const char *const libraries[] = {"-lcurl", "-lcjson", "-lmicrohttpd"};
    struct program program;
    char snippet[PATH_MAX];
    int status = program_begin(&program, lab, build, 1);
    if (status == -1 && build->status == BUILD_REFUSED) {
        show_refusal(build);
        status = EXIT_CHECK_FAILED;
    }
    if (status == -1)
        status = program_add_learner(&program, build->task, CLIENT_FILE);
    if (status == -1)
        program_add_object(&program, "build/obj/libreview.a");
    if (status == -1) {
        for (size_t i = 0; i < sizeof libraries / sizeof libraries[0]; i++)
            command_add(&program.link, "%s", libraries[i]);
        make_path(snippet, "%s/%s/%s", lab->options.from, build->task->folder,
                  SNIPPET_FILE);
        status = program_run(&program, "review", snippet);
    }
    program_end(&program);
    return status;
}

int command_review(struct lab *lab)
{
    struct build build = {.task = find_task(&lab->tasks, CLIENT_TASK)};
    if (!build.task)
        return lab_error("there is no task " CLIENT_TASK
                         "; is this a whole copy of the lab?");
    if (lab->task && lab->task != build.task)
        return usage_error("make review is about task %d alone", build.task->number);
    int status = review(lab, &build);
    free_build(&build);
    return status;
}
