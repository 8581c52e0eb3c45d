#define _GNU_SOURCE
#include "program.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "files.h"
#include "page.h"

#define LINES_SHOWN 12 /* of the compiler's output */

/* ---- learner's files -------------------------------------------------------------------- */

/* The lock is the one of build_tasks, which gave it back. The program that is run at last closes
 * it. */
static int lock_objects(struct program *program)
{
    char path[PATH_MAX];
    make_path(path, "%s/lock", program->places.probes);
    program->lock = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0644);
    if (program->lock >= 0 && flock(program->lock, LOCK_EX) == 0)
        return -1;
    return lab_error("can't lock %s: %s", path, strerror(errno));
}

int program_begin(struct program *program, struct lab *lab, struct build *builds,
                  int count)
{
    *program = (struct program){.lab = lab, .lock = -1};
    program->places.root = lab->root;
    program->places.from = lab->options.from;
    if (build_tasks(&program->places, builds, count) != 0)
        return lab_error("can't write below build/ (%s); is the disk full, or build/ "
                         "read-only?",
                         strerror(errno));
    for (int i = 0; i < count; i++)
        if (builds[i].status == BUILD_ERROR)
            return lab_error("%s%s%.2000s", builds[i].message,
                             builds[i].diagnostics ? "\n" : "",
                             builds[i].diagnostics ? builds[i].diagnostics : "");
    command_add(&program->link, "gcc");
    command_add(&program->link, "-pthread");
    return lock_objects(program);
}

int program_add_learner(struct program *program, const struct task *task,
                        const char *file)
{
    struct command objcopy = {0};
    char folder[PATH_MAX], stem[PATH_MAX];
    int status = -1;
    make_path(folder, "%s/%s", program->places.probes, task->name);
    make_path(stem, "%s/%.*s", folder, (int)strlen(file) - 2, file);
    command_add(&objcopy, "objcopy");
    command_add(&objcopy, "--keep-global-symbols=%s/contract.txt", folder);
    command_add(&objcopy, "%s.plain.raw.o", stem);
    command_add(&objcopy, "%s.run.o", stem);
    if (run_commands(&objcopy, 1, 1) != 0)
        status = lab_error("objcopy can't be run: %s", strerror(errno));
    else if (objcopy.status != 0)
        status =
            lab_error("objcopy failed: %.300s", objcopy.output ? objcopy.output : "");
    command_free(&objcopy);
    command_add(&program->link, "%s.run.o", stem);
    return status;
}

/* ---- the lab's objects --------------------------------------------------------------------- */

void program_add_object(struct program *program, const char *path)
{
    command_add(&program->link, "%s", path);
}

/* ---- the program ------------------------------------------------------------------------------- */

/* One that is running keeps its file: the new one takes its name. */
static int link_program(struct program *program, const char *path)
{
    char made[PATH_MAX];
    make_path(made, "%s.new", path);
    command_add(&program->link, "-o");
    command_add(&program->link, "%s", made);
    if (run_commands(&program->link, 1, 1) != 0)
        return lab_error("gcc can't be run: %s", strerror(errno));
    if (program->link.status != 0)
        return lab_error("the program can't be linked:\n%.2000s",
                         program->link.output ? program->link.output : "");
    if (rename(made, path) != 0)
        return lab_error("can't write %s: %s", path, strerror(errno));
    return -1;
}

int program_run(struct program *program, const char *name, const char *argument)
{
    char path[PATH_MAX];
    make_path(path, "%s/%s", program->places.probes, name);
    int status = link_program(program, path);
    if (status != -1)
        return status;
    fflush(stdout);
    execl(path, name, argument, (char *)NULL);
    return lab_error("can't run %s: %s", path, strerror(errno));
}

void program_end(struct program *program)
{
    command_free(&program->link);
    if (program->lock >= 0)
        close(program->lock);
}

/* ---- a file that doesn't compile ----------------------------------------------------------------- */

static void print_beginning(const struct page *page, const char *text)
{
    char lines[4096];
    size_t length = 0;
    for (int line = 0; line < LINES_SHOWN && text[length]; line++)
        length += strcspn(text + length, "\n") + (strchr(text + length, '\n') != NULL);
    snprintf(lines, sizeof lines, "%.*s", (int)length, text);
    page_verbatim(page, 4, lines);
    if (text[length])
        fprintf(page->out, "    ...\n");
}

void show_refusal(const struct build *build)
{
    struct page page = page_open(stdout);
    char text[640];
    snprintf(text, sizeof text, "Task %d (%s) can't be built: %s", build->task->number,
             build->task->name, build->message);
    page_paragraph(&page, 2, "", text);
    if (build->diagnostics)
        print_beginning(&page, build->diagnostics);
    putchar('\n');
}
