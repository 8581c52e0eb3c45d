#define _GNU_SOURCE
#include "plain_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What gcc says -> what it usually means. The first that fits is taken. */
static const struct {
    const char *said;
    const char *meant;
} table[] = {
    {"expected ';'", "a ';' is missing, here or at the end of the line before"},
    {"expected '=', ','",
     "a ';' is missing at the end of the line before, or there is a word too many"},
    {"expected ')'", "a ')' is missing, or a ',' too many"},
    {"expected '}'", "a '}' is missing: count the braces from here upwards"},
    {"expected declaration or statement at end of input",
     "the file ends inside a function: a '}' is missing somewhere above"},
    {"expected identifier or '('", "a brace too many above, or a word left over"},
    {"expected expression", "something is missing here, or left over from an edit"},
    {"expected declaration specifiers",
     "a declaration is broken: a type or a ';' is missing"},
    {"undeclared",
     "a name that the compiler hasn't seen: a typo, or an #include is missing"},
    {"unknown type name",
     "a type that the compiler hasn't seen: a typo, or an #include is missing"},
    {"No such file or directory", "an #include names a file that isn't there"},
    {"conflicting types",
     "a function differs from its declaration: compare with the header"},
    {"redefinition of", "something is defined twice"},
    {"too few arguments",
     "a call passes too few arguments: compare with the declaration"},
    {"too many arguments",
     "a call passes too many arguments: compare with the declaration"},
    {"has no member named", "a struct doesn't have that field: compare with the header"},
    {"invalid type argument", "a '*' or '->' is used on something that is no pointer"},
    {"is a pointer; did you mean to use '->'", "'.' is used on a pointer: write '->'"},
    {"incompatible type", "a value of the wrong type: compare with the declaration"},
    {"lvalue required", "the left side of this assignment can't be assigned to"},
    {"stray '\\'", "a '\\' that doesn't belong there"},
    {"stray '#'", "a '#' that doesn't begin its line"},
    {"stray '@'", "an '@' that doesn't belong there"},
    {"stray '`'", "a '`' that doesn't belong there: C quotes with ' and \""},
    {"stray",
     "a character that C doesn't know, perhaps a quotation mark from a web page"},
    {"unterminated", "a quotation mark or a comment isn't closed"},
    {"missing terminating", "a quotation mark isn't closed"},
    {"void value not ignored", "the value of a function that returns nothing is used"},
    {"duplicate case value", "two cases of a switch have the same value"},
    {"static declaration of", "the header declares this function without `static`"},
};

/* The first line with ": error: " or ": fatal error: " in it, copied. */
static int first_error(const char *output, char *text, size_t size)
{
    for (const char *line = output; line && *line;) {
        size_t length = strcspn(line, "\n");
        snprintf(text, size, "%.*s", (int)length, line);
        if (strstr(text, ": error: ") || strstr(text, ": fatal error: "))
            return 0;
        line += length + (line[length] == '\n');
    }
    return -1;
}

/* Where the compiler stumbled. */
struct place {
    char file[64]; /* without its folder */
    int line;      /* 0: not known */
};

/* "tasks/04_sync/sync.c:17:5: error: ..." -> sync.c, 17. Read from its end, as folders
 * may have colons in their names. */
static struct place find_place(const char *error)
{
    struct place place = {.line = 0};
    const char *end = strstr(error, ": error: ");
    if (!end)
        end = strstr(error, ": fatal error: ");
    const char *column = memrchr(error, ':', (size_t)(end - error));
    const char *line = column ? memrchr(error, ':', (size_t)(column - error)) : NULL;
    if (!line)
        return place;
    const char *slash = memrchr(error, '/', (size_t)(line - error));
    const char *name = slash ? slash + 1 : error;
    snprintf(place.file, sizeof place.file, "%.*s", (int)(line - name), name);
    place.line = atoi(line + 1);
    return place;
}

static const char *meaning(const char *said)
{
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (strstr(said, table[i].said))
            return table[i].meant;
    return NULL;
}

/* gcc quotes names with typographic marks in a UTF-8 locale; the table has plain ones. */
static void plain_quotes(char *text)
{
    char *to = text;
    for (char *from = text; *from;) {
        if (strncmp(from, "\xe2\x80\x98", 3) == 0 ||
            strncmp(from, "\xe2\x80\x99", 3) == 0) {
            *to++ = '\'';
            from += 3;
        } else {
            *to++ = *from++;
        }
    }
    *to = '\0';
}

void explain_compiler(const char *output, const char *file, char *message, size_t size,
                      int *line)
{
    char error[400];
    *line = 0;
    if (!output || first_error(output, error, sizeof error) != 0) {
        snprintf(message, size, "%s doesn't compile; what the compiler said stands below",
                 file);
        return;
    }
    plain_quotes(error);
    const char *said = strstr(error, "error: ") + strlen("error: ");
    const char *meant = meaning(said);
    struct place place = find_place(error);
    if (place.line && strcmp(place.file, file) != 0) {
        snprintf(
            message, size,
            "%s doesn't compile: the compiler stumbles in %s, line %d, so look at what "
            "stands before its #include",
            file, place.file, place.line);
        return;
    }
    *line = place.line;
    if (*line == 0)
        snprintf(message, size, "%s doesn't compile: %s", file, meant ? meant : said);
    else
        snprintf(message, size, "%s doesn't compile, line %d: %s", file, *line,
                 meant ? meant : said);
}
