/* env_file.c - reads a file of NAME=value lines; see env_file.h. */
#include "env_file.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#define BYTE_ORDER_MARK "\xEF\xBB\xBF" /* what some editors put before the first line */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static char *skip_blanks(char *text)
{
    while (is_blank(*text))
        text++;
    return text;
}

static char *skip_prefix(char *text, const char *prefix)
{
    size_t length = strlen(prefix);
    return strncmp(text, prefix, length) == 0 ? text + length : text;
}

static void cut_trailing_blanks(char *text)
{
    size_t length = strlen(text);
    while (length > 0 && is_blank(text[length - 1]))
        length--;
    text[length] = '\0';
}

/* Cuts the line's end off. False if a '\0' stands inside: then it isn't text. */
static bool cut_line_end(char *line, size_t length)
{
    if (strlen(line) != length)
        return false;
    if (length > 0 && line[length - 1] == '\n')
        line[--length] = '\0';
    if (length > 0 && line[length - 1] == '\r')
        line[--length] = '\0';
    return true;
}

/* Ends the name with '\0' and returns what follows the '='; NULL if there is no name or
 * no '='. */
static char *split_at_equals(char *name)
{
    char *end = name;
    while (isalnum((unsigned char)*end) || *end == '_')
        end++;
    char *equals = skip_blanks(end);
    if (end == name || isdigit((unsigned char)*name) || *equals != '=')
        return NULL;
    *end = '\0';
    return equals + 1;
}

/* Returns the value inside its quotes; NULL if they aren't closed, or if anything but a
 * comment follows. */
static char *unquote(char *value)
{
    char *close = strchr(value + 1, *value);
    if (!close)
        return NULL;
    char *rest = skip_blanks(close + 1);
    if (*rest && *rest != '#')
        return NULL;
    *close = '\0';
    return value + 1;
}

static void cut_comment(char *value)
{
    for (char *c = value; *c; c++) {
        if (*c == '#' && (c == value || is_blank(c[-1]))) {
            *c = '\0';
            return;
        }
    }
}

static char *clean_value(char *value)
{
    value = skip_blanks(value);
    if (*value == '"' || *value == '\'')
        return unquote(value);
    cut_comment(value);
    cut_trailing_blanks(value);
    return value;
}

static int read_line(char *line, size_t length, EnvAssign assign, void *context,
                     bool *is_bad)
{
    *is_bad = !cut_line_end(line, length);
    if (*is_bad)
        return 0;
    char *name = skip_blanks(line);
    if (*name == '\0' || *name == '#')
        return 0;
    name = skip_blanks(skip_prefix(name, "export "));
    char *value = split_at_equals(name);
    value = value ? clean_value(value) : NULL;
    *is_bad = !value;
    return value ? assign(context, name, value) : 0;
}

/* The file must be at its beginning; it is left open. */
static int read_lines(FILE *file, EnvAssign assign, void *context, unsigned *bad_line)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    unsigned number = 0;
    int status = 0;
    errno = 0; /* getline says -1 both at the end and on an error */
    while (status == 0 && (length = getline(&line, &room, file)) >= 0) {
        char *text = number++ == 0 ? skip_prefix(line, BYTE_ORDER_MARK) : line;
        bool is_bad;
        status = read_line(text, (size_t)length - (size_t)(text - line), assign, context,
                           &is_bad);
        if (is_bad) {
            *bad_line = number;
            errno = EBADMSG;
            status = -1;
        }
    }
    if (status == 0 && !feof(file))
        status = -1;
    int error = errno;
    free(line);
    errno = error;
    return status;
}

int env_file_read(const char *path, EnvAssign assign, void *context, unsigned *bad_line)
{
    *bad_line = 0;
    FILE *file = fopen(path, "re");
    if (!file)
        return errno == ENOENT ? 0 : -1;
    int status = read_lines(file, assign, context, bad_line);
    int error = errno;
    fclose(file);
    errno = error;
    return status;
}
