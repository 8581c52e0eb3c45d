#define _GNU_SOURCE
#include "inspect_text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ---- the text without comments and continued lines ------------------------------------------------ */

/* A copy in which comments are spaces and continued lines are one, each with the line that it began
 * in: what the compiler sees after its first three phases of translation. */
struct clean {
    char *text; /* owned */
    int *line;  /* of each byte; owned */
    size_t length;
};

static void put(struct clean *clean, char byte, int line)
{
    clean->line[clean->length] = line;
    clean->text[clean->length++] = byte;
}

static const char *skip_comment(const char *at, int *line)
{
    if (at[1] == '/') {
        while (*at && *at != '\n')
            at++;
        return at;
    }
    const char *end = strstr(at + 2, "*/");
    for (const char *c = at; *c && (!end || c < end); c++)
        *line += *c == '\n';
    return end ? end + 2 : at + strlen(at);
}

/* Copies a string or character constant. */
static const char *copy_quoted(struct clean *clean, const char *at, int line)
{
    char quote = *at;
    put(clean, *at++, line);
    while (*at && *at != quote && *at != '\n') {
        if (*at == '\\' && at[1] && at[1] != '\n')
            put(clean, *at++, line);
        put(clean, *at++, line);
    }
    if (*at == quote)
        put(clean, *at++, line);
    return at;
}

/* gcc takes a backslash with blanks behind it for a continuation as well. Returns its end. */
static const char *end_of_continuation(const char *at)
{
    if (*at != '\\')
        return NULL;
    at += 1 + strspn(at + 1, " \t\r\f\v");
    return *at == '\n' ? at + 1 : NULL;
}

static char *join_lines(const char *text, bool *joined)
{
    char *whole = malloc(strlen(text) + 1), *to = whole;
    while (whole && *text) {
        const char *end = end_of_continuation(text);
        *joined |= end != NULL;
        if (end)
            text = end;
        else
            *to++ = *text++;
    }
    if (whole)
        *to = '\0';
    return whole;
}

static bool clean_text(struct clean *clean, const char *text)
{
    size_t size = strlen(text) + 1;
    int line = 1;
    *clean = (struct clean){malloc(size), malloc(size * sizeof(int)), 0};
    if (!clean->text || !clean->line)
        return false;
    while (*text) {
        if (text[0] == '/' && (text[1] == '/' || text[1] == '*')) {
            int began = line;
            text = skip_comment(text, &line);
            put(clean, ' ', began);
        } else if (*text == '"' || *text == '\'') {
            text = copy_quoted(clean, text, line);
        } else {
            put(clean, *text, line);
            line += *text++ == '\n';
        }
    }
    clean->text[clean->length] = '\0';
    return true;
}

/* ---- directives -------------------------------------------------------------------------------------- */

static const char *skip_blanks(const char *at)
{
    return at + strspn(at, " \t\r\f\v");
}

/* Behind '#' (or its other spelling) at the begin of a line; NULL: no directive. */
static const char *directive(const char *line)
{
    line = skip_blanks(line);
    if (*line == '#')
        return skip_blanks(line + 1);
    return strncmp(line, "%:", 2) == 0 ? skip_blanks(line + 2) : NULL;
}

static bool begins_with(const char *text, const char *word)
{
    return strncmp(text, word, strlen(word)) == 0;
}

/* Why this directive can't be judged; NULL: it can. */
static const char *refuse_directive(const char *at)
{
    size_t length = strcspn(at, "\n");
    if (isdigit((unsigned char)*at))
        return "it says that the next lines come from another file (`# 1 \"...\"`); "
               "remove "
               "that";
    if (!begins_with(at, "include") && !begins_with(at, "import"))
        return NULL;
    at += strspn(at, "abcdefghijklmnopqrstuvwxyz_");
    const char *name = skip_blanks(at);
    if (*name != '<' && *name != '"')
        return "an #include whose name is a macro; write the header's name out";
    length = strcspn(name, "\n");
    if (memmem(name, length, "..", 2) || name[1] == '/')
        return "an #include by a path; your code may include the C library's headers, "
               "those "
               "beside it, jobs.h and its contract";
    return NULL;
}

/* Names by which code could tell which of the lab's judges it is compiled for, and behave itself there
 * alone. */
static const char *const differences[] = {"__SANITIZE",   "__OPTIMIZE__", "__PIE__",
                                          "__pie__",      "__PIC__",      "__pic__",
                                          "__NO_INLINE__"};

static void look_for_differences(const struct clean *clean, struct text_finding *found)
{
    for (size_t i = 0; i < sizeof differences / sizeof differences[0]; i++) {
        const char *at = strstr(clean->text, differences[i]);
        if (at && !found->refused) {
            found->refused =
                "it asks how it is compiled (__SANITIZE_THREAD__, __OPTIMIZE__ or the "
                "like); the lab compiles it in several ways, and judges all";
            found->line = clean->line[at - clean->text];
        }
    }
}

/* ---- the look ----------------------------------------------------------------------------------------- */

/* Where one of these stands, the preprocessor's tokens are looked at; elsewhere there is nothing that
 * they could tell. */
static bool has_means(const char *text)
{
    static const char *const means[] = {"asm",       "##",    "%:",  "<:",  "pragma",
                                        "attribute", "__seg", "\\u", "\\U", "Pragma"};
    for (size_t i = 0; i < sizeof means / sizeof means[0]; i++)
        if (strstr(text, means[i]))
            return true;
    for (const char *at = text; (at = strchr(at, '[')); at++)
        if (at[1 + strspn(at + 1, " \t\r\f\v\n")] == '[')
            return true;
    return false;
}

static void look_at_lines(const struct clean *clean, struct text_finding *found)
{
    for (const char *at = clean->text; at && *at && !found->refused;) {
        const char *next = strchr(at, '\n');
        const char *what = directive(at);
        if (what)
            found->refused = refuse_directive(what);
        found->line = clean->line[at - clean->text];
        at = next ? next + 1 : NULL;
    }
}

struct text_finding text_look(const char *text)
{
    struct text_finding found = {0};
    struct clean clean = {0};
    bool joined = false;
    char *whole = join_lines(text, &joined);
    /* Where lines are joined their numbers shift: the tokens know better. */
    if (!whole || !clean_text(&clean, whole))
        found.may_hide = true;
    else {
        found.may_hide = joined || has_means(clean.text);
        look_at_lines(&clean, &found);
        look_for_differences(&clean, &found);
    }
    free(clean.text);
    free(clean.line);
    free(whole);
    return found;
}
