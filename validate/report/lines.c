/*
 * lines.c - the report for an editor: a line for each thing to mend, "FILE:LINE: error: MESSAGE", as
 * compilers print them. The pattern stands in .vscode/tasks.json.
 */
#include <ctype.h>
#include <dirent.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "report.h"
#include "results.h"
#include "text.h"
#include "utf8.h"

#define SOURCE_LIMIT (1u << 20)
#define FILE_NAME    64

/* One line, whatever is in the text. */
static void print_flat(FILE *out, const char *text)
{
    for (const char *at = text; *at;) {
        const char *from = at;
        long character = utf8_next(&at);
        if (character == '\n')
            fputs(*at ? "; " : "", out);
        else if (character < 32 || (character >= 127 && character < 160))
            fputc('?', out);
        else
            fwrite(from, 1, (size_t)(at - from), out);
    }
}

/* The folder of the learner's files, as it is reached from the lab's. */
static void put_folder(const cJSON *results, const cJSON *task, char folder[PATH_MAX])
{
    make_path(folder, "%s/%02d_%s", text_of(results, "from"),
              (int)number_of(task, "task"), text_of(task, "name"));
}

/* ---- where a function stands ------------------------------------------------------------------- */

static bool names(const char *at, const char *end, const char *function)
{
    size_t length = strlen(function);
    for (const char *c = at; c + length < end; c++)
        if (strncmp(c, function, length) == 0 && c[length] == '(' &&
            (c == at || (!isalnum((unsigned char)c[-1]) && c[-1] != '_')))
            return true;
    return false;
}

/* The line where a definition of the function begins: one that starts at the left with a word, and isn't a
 * declaration. 0: none. */
static int definition_line(const char *text, const char *function)
{
    int line = 1;
    for (const char *at = text; *at; line++) {
        const char *end = at + strcspn(at, "\n");
        bool begins = isalpha((unsigned char)*at) || *at == '_';
        if (begins && end > at && end[-1] != ';' && names(at, end, function))
            return line;
        at = *end ? end + 1 : end;
    }
    return 0;
}

static bool is_source(const char *name)
{
    size_t length = strlen(name);
    return name[0] != '.' && length > 2 && length < FILE_NAME &&
           strcmp(name + length - 2, ".c") == 0;
}

/* Looks through the files in the folder. What isn't found stands at the first line of the task's own. */
static void find_function(const char *folder, const cJSON *task, const char *function,
                          char file[FILE_NAME], int *line)
{
    char path[PATH_MAX];
    struct dirent *entry;
    DIR *files = *function ? opendir(folder) : NULL;
    snprintf(file, FILE_NAME, "%.40s.c", text_of(task, "name"));
    *line = 0;
    while (files && *line == 0 && (entry = readdir(files))) {
        if (!is_source(entry->d_name))
            continue;
        make_path(path, "%s/%s", folder, entry->d_name);
        char *text = read_file(path, SOURCE_LIMIT, NULL);
        *line = text ? definition_line(text, function) : 0;
        if (*line)
            snprintf(file, FILE_NAME, "%.*s", FILE_NAME - 1, entry->d_name);
        free(text);
    }
    if (files)
        closedir(files);
    *line = *line ? *line : 1;
}

/* ---- lines ------------------------------------------------------------------------------------- */

static void print_check(const cJSON *results, const cJSON *task, const cJSON *check,
                        FILE *out)
{
    const cJSON *location = cJSON_GetObjectItem(check, "location");
    bool failed = strcmp(text_of(check, "status"), "fail") == 0;
    char folder[PATH_MAX], file[FILE_NAME];
    int line = (int)number_of(location, "line");
    put_folder(results, task, folder);
    snprintf(file, sizeof file, "%s", text_of(location, "file"));
    if (line <= 0 || !*file)
        find_function(folder, task, text_of(check, "function"), file, &line);
    fprintf(out, "%s/%s:%d: %s: ", folder, file, line, failed ? "error" : "warning");
    print_flat(out, text_of(check, "message"));
    fprintf(out, " [%s]\n", text_of(check, "id"));
}

/* What the compiler said is in that form already; its quotations of the source are left out. */
static bool print_diagnostics(const cJSON *task, FILE *out)
{
    bool any = false;
    const char *text = text_of(task, "diagnostics");
    while (*text) {
        size_t length = strcspn(text, "\n");
        char line[1024];
        snprintf(line, sizeof line, "%.*s", (int)length, text);
        if (*line != ' ' && (strstr(line, ": error: ") || strstr(line, ": warning: "))) {
            print_flat(out, line);
            fputc('\n', out);
            any = true;
        }
        text += length + (text[length] == '\n');
    }
    return any;
}

static void print_task(const cJSON *results, const cJSON *task, FILE *out)
{
    const cJSON *checks = cJSON_GetObjectItem(task, "checks"), *check;
    char folder[PATH_MAX];
    put_folder(results, task, folder);
    bool said = print_diagnostics(task, out);
    if (text_refused(task)) {
        if (!said) {
            fprintf(out, "%s/%s.c:1: error: ", folder, text_of(task, "name"));
            print_flat(out, text_of(task, "message"));
            fputc('\n', out);
        }
    } else {
        cJSON_ArrayForEach(check,
                           checks) if (strcmp(text_of(check, "status"), "pass") != 0 &&
                                       strcmp(text_of(check, "status"), "skipped") != 0)
            print_check(results, task, check, out);
    }
    fprintf(out, "%s: %d of %d checks passed\n", folder, text_count(task, "pass"),
            cJSON_GetArraySize(checks));
}

void report_lines(const cJSON *results, FILE *out)
{
    const cJSON *task;
    cJSON_ArrayForEach(task, cJSON_GetObjectItem(results, "tasks"))
        print_task(results, task, out);
}
