/*
 * debug_info.c - executables and their lines, read with libdw. It reads one compilation
 * unit at a time, so that the first line costs little, however large the executable is.
 */
#define _GNU_SOURCE
#include "debug_info.h"

#include <ctype.h>
#include <dwarf.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "debug_parts.h"
#include "files.h"

#define SOURCE_LIMIT (16u << 20) /* bytes of a source file */

static char *copy_of(const char *text)
{
    return text ? strdup(text) : NULL;
}

struct debug_info *debug_open(const char *executable, const struct debug_sources *sources)
{
    struct debug_info *info = calloc(1, sizeof *info);
    if (!info)
        return NULL;
    info->descriptor = open(executable, O_RDONLY | O_CLOEXEC);
    if (info->descriptor >= 0)
        info->dwarf = dwarf_begin(info->descriptor, DWARF_C_READ);
    if (sources) {
        info->prefix = copy_of(sources->prefix);
        info->folder = copy_of(sources->folder);
        info->bare = sources->bare;
    }
    if (info->dwarf)
        return info;
    debug_close(info);
    return NULL;
}

void debug_close(struct debug_info *info)
{
    if (!info)
        return;
    for (struct debug_text *file = info->files, *next; file; file = next) {
        next = file->next;
        free(file->path);
        free(file->shown);
        free(file->text);
        free(file->lines);
        free(file);
    }
    if (info->dwarf)
        dwarf_end(info->dwarf);
    if (info->descriptor >= 0)
        close(info->descriptor);
    free(info->globals);
    free(info->prefix);
    free(info->folder);
    free(info);
}

void debug_say(struct debug_words *words, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    int added = vsnprintf(words->text + words->length, words->size - words->length,
                          format, values);
    va_end(values);
    if (added > 0)
        words->length += (size_t)added;
    if (words->length >= words->size)
        words->length = words->size - 1;
}

/* ---- source text ----------------------------------------------------------------- */

/* Ends each line with '\0' and notes where it begins. */
static void part_lines(struct debug_text *file)
{
    int count = 1;
    for (const char *c = file->text; *c; c++)
        count += *c == '\n';
    file->lines = malloc((size_t)count * sizeof *file->lines);
    if (!file->lines)
        return;
    for (char *rest = file->text; rest; file->count++) {
        file->lines[file->count] = rest;
        rest = strchr(rest, '\n');
        if (rest)
            *rest++ = '\0';
    }
}

static const char *behind_indent(const char *line)
{
    return line + strspn(line, " \t");
}

/* Space at the end goes; a tab within a line is a blank. */
static void trim_lines(struct debug_text *file)
{
    for (int i = 0; i < file->count; i++) {
        char *line = file->lines[i];
        for (char *end = line + strlen(line); end > line && isspace((uint8_t)end[-1]);)
            *--end = '\0';
        for (char *tab = line + strspn(line, " \t"); (tab = strchr(tab, '\t'));)
            *tab = ' ';
    }
}

static struct debug_text *read_source(struct debug_info *info, const char *path,
                                      const char *shown)
{
    struct debug_text *file;
    for (file = info->files; file; file = file->next)
        if (strcmp(file->path, path) == 0)
            return file;
    file = calloc(1, sizeof *file);
    if (!file || !(file->path = strdup(path)) || !(file->shown = strdup(shown))) {
        if (file)
            free(file->path);
        free(file);
        return NULL;
    }
    file->text = read_file(path, SOURCE_LIMIT, NULL);
    if (file->text) {
        part_lines(file);
        trim_lines(file);
    }
    file->next = info->files;
    info->files = file;
    return file;
}

static const char *line_of(const struct debug_text *file, int line)
{
    return file && line >= 1 && line <= file->count ? file->lines[line - 1] : NULL;
}

static const char *line_text(struct debug_info *info, const char *path, const char *shown,
                             int line)
{
    const char *text = line_of(read_source(info, path, shown), line);
    return text ? behind_indent(text) : "";
}

const char *debug_source_line(struct debug_info *info, const char *file, int line)
{
    for (struct debug_text *each = info ? info->files : NULL; each; each = each->next)
        if (strcmp(each->shown, file) == 0)
            return line_of(each, line);
    return NULL;
}

/* ---- sites ----------------------------------------------------------------------- */

/* The call stands before the address that it returns to. */
static Dwarf_Addr address_of(const void *site)
{
    return (Dwarf_Addr)(uintptr_t)site - 1;
}

bool debug_unit(struct debug_info *info, const void *site, Dwarf_Die *unit)
{
    return info && site && dwarf_addrdie(info->dwarf, address_of(site), unit);
}

bool debug_function(struct debug_info *info, const void *site, Dwarf_Die *function)
{
    Dwarf_Die unit, *scopes = NULL;
    bool found = false;
    if (!debug_unit(info, site, &unit))
        return false;
    int count = dwarf_getscopes(&unit, address_of(site), &scopes);
    for (int i = 0; i < count && !found; i++) {
        found = dwarf_tag(&scopes[i]) == DW_TAG_subprogram;
        if (found)
            *function = scopes[i];
    }
    free(scopes);
    return found;
}

/* A path as the learner would type it: the compiler's own names begin with the folder it
 * was started in. */
static const char *short_path(const char *path)
{
    static char folder[PATH_MAX];
    if (!folder[0] && !getcwd(folder, sizeof folder))
        return path;
    size_t length = strlen(folder);
    if (strncmp(path, folder, length) == 0 && path[length] == '/')
        path += length + 1;
    while (strncmp(path, "./", 2) == 0)
        path += 2;
    return path;
}

/* Returns false if the lines of that file aren't shown. */
static bool name_file(struct debug_info *info, const char *recorded,
                      struct debug_line *line)
{
    char path[PATH_MAX];
    const char *shown = info->prefix ? strstr(recorded, info->prefix) : NULL;
    if (info->prefix && !shown)
        return false;
    if (shown) {
        shown += strlen(info->prefix);
        make_path(path, "%s/%s", info->folder ? info->folder : "", shown);
    } else {
        const char *slash = info->bare ? strrchr(recorded, '/') : NULL;
        shown = slash ? slash + 1 : short_path(recorded);
        make_path(path, "%s", recorded);
    }
    snprintf(line->file, sizeof line->file, "%s", shown);
    line->text = info->prefix && !info->folder
                     ? ""
                     : line_text(info, path, line->file, line->line);
    return true;
}

bool debug_find_line(struct debug_info *info, const void *site, struct debug_line *line)
{
    Dwarf_Die unit, function;
    *line = (struct debug_line){.text = ""};
    if (!debug_unit(info, site, &unit))
        return false;
    Dwarf_Line *row = dwarf_getsrc_die(&unit, address_of(site));
    const char *file = row ? dwarf_linesrc(row, NULL, NULL) : NULL;
    if (!file || dwarf_lineno(row, &line->line) != 0 || line->line == 0 ||
        !name_file(info, file, line)) {
        *line = (struct debug_line){.text = ""};
        return false;
    }
    if (debug_function(info, site, &function) && dwarf_diename(&function))
        snprintf(line->function, sizeof line->function, "%s", dwarf_diename(&function));
    return true;
}

char *debug_place(struct debug_info *info, const void *site, char *text, size_t size)
{
    struct debug_line line;
    text[0] = '\0';
    if (debug_find_line(info, site, &line))
        snprintf(text, size, "%s:%d", line.file, line.line);
    return text;
}
