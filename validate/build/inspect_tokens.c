#include "inspect_tokens.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORD_MOST 128

/* A walk over the output. */
struct walk {
    const char *at;
    int line;
    bool in_system; /* in a header of the system */
    struct token_finding found;
};

static void refuse_here(struct walk *walk, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void refuse_here(struct walk *walk, const char *format, ...)
{
    va_list values;
    if (walk->found.refused[0])
        return;
    va_start(values, format);
    vsnprintf(walk->found.refused, sizeof walk->found.refused, format, values);
    va_end(values);
    walk->found.line = walk->line;
}

/* ---- words ------------------------------------------------------------------------------------------ */

/* "__optimize__" and "optimize" are the same to gcc. */
static void plain_spelling(const char *from, size_t length, char word[WORD_MOST])
{
    if (length > 4 && memcmp(from, "__", 2) == 0 &&
        memcmp(from + length - 2, "__", 2) == 0) {
        from += 2;
        length -= 4;
    }
    if (length >= WORD_MOST)
        length = WORD_MOST - 1;
    memcpy(word, from, length);
    word[length] = '\0';
}

static size_t word_length(const char *at)
{
    size_t length = 0;
    while (isalnum((unsigned char)at[length]) || at[length] == '_' || at[length] == '$')
        length++;
    return length;
}

/* ---- what is refused ----------------------------------------------------------------------------------- */

struct reason {
    const char *word; /* as it is, or the begin of it if it ends with '*' */
    const char *why;
};

static const struct reason attributes[] = {
    {"no_sanitize*", "hides code from the judge of data races"},
    {"disable_sanitizer_instrumentation", "hides code from the judge of data races"},
    {"no_instrument_function", "hides code from the lab"},
    {"optimize", "compiles a function otherwise than the lab must see it"},
    {"target*", "compiles a function otherwise than the lab must see it"},
    {"section", "puts things into a section of the program that may be the lab's"},
    {"constructor", "runs code before the lab is ready to watch it"},
    {"destructor", "runs code after the lab has stopped watching"},
    {"ifunc", "runs code before the lab is ready to watch it"},
    {"naked", "needs inline assembly, which the lab can't see into"},
    {"interrupt", "needs inline assembly, which the lab can't see into"},
    {"alias", "gives a function a second name that the lab doesn't see"},
    {"weakref", "gives a function a second name that the lab doesn't see"},
    {"symver", "gives a function a second name that the lab doesn't see"},
};

static const struct reason pragmas[] = {
    {"GCC optimize*", "compiles code otherwise than the lab must see it"},
    {"GCC target*", "compiles code otherwise than the lab must see it"},
    {"GCC system_header*", "hides code from the compiler's warnings and from the lab"},
    {"redefine_extname*", "gives a function another name than the one that is read"},
    {"weak*", "gives a function a second name that the lab doesn't see"},
};

static const char *why_refused(const struct reason *reasons, size_t count,
                               const char *word)
{
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(reasons[i].word);
        bool begins = reasons[i].word[length - 1] == '*';
        if (begins ? strncmp(word, reasons[i].word, length - 1) == 0
                   : strcmp(word, reasons[i].word) == 0)
            return reasons[i].why;
    }
    return NULL;
}

#define WHY(reasons, word)                                                               \
    why_refused(reasons, sizeof(reasons) / sizeof(reasons)[0], word)

static void look_at_attribute(struct walk *walk, const char *from, size_t length)
{
    char word[WORD_MOST];
    plain_spelling(from, length, word);
    const char *why = WHY(attributes, word);
    if (why)
        refuse_here(walk, "the attribute %s %s; do without it", word, why);
}

static void look_at_word(struct walk *walk, const char *from, size_t length)
{
    char word[WORD_MOST];
    plain_spelling(from, length, word);
    if (strcmp(word, "asm") == 0 || strcmp(word, "__asm") == 0)
        refuse_here(walk, "inline assembly (asm): the lab can't see what it does, so it "
                          "can't "
                          "judge it; say it in C");
    else if (strcmp(word, "__seg_fs") == 0 || strcmp(word, "__seg_gs") == 0)
        refuse_here(walk,
                    "%s reaches memory in a way that the lab can't see; use "
                    "ordinary pointers",
                    word);
}

/* ---- the walk -------------------------------------------------------------------------------------------- */

static void skip_string(struct walk *walk)
{
    char quote = *walk->at++;
    while (*walk->at && *walk->at != quote && *walk->at != '\n')
        walk->at += walk->at[0] == '\\' && walk->at[1] ? 2 : 1;
    walk->at += *walk->at == quote;
}

static void take_newline(struct walk *walk)
{
    walk->line++;
    walk->at++;
}

/* # 12 "file" 1 3: the next line is line 12 of that file; 3: a header of the system. */
static bool take_line_marker(struct walk *walk)
{
    char *end;
    const char *stop = walk->at + strcspn(walk->at, "\n");
    if (walk->at[0] != '#' || walk->at[1] != ' ' || !isdigit((unsigned char)walk->at[2]))
        return false;
    long line = strtol(walk->at + 2, &end, 10);
    const char *flags = stop;
    while (flags > end && *flags != '"')
        flags--;
    walk->in_system = memchr(flags, '3', (size_t)(stop - flags)) != NULL;
    walk->line = (int)line;
    walk->at = stop + (*stop == '\n');
    return true;
}

static bool take_pragma(struct walk *walk)
{
    static const char pragma[] = "#pragma ";
    char text[WORD_MOST];
    size_t length = strcspn(walk->at, "\n");
    if (strncmp(walk->at, pragma, sizeof pragma - 1) != 0)
        return false;
    snprintf(text, sizeof text, "%.*s", (int)(length - (sizeof pragma - 1)),
             walk->at + sizeof pragma - 1);
    const char *why = walk->in_system ? NULL : WHY(pragmas, text);
    if (why)
        refuse_here(walk, "#pragma %.60s %s; do without it", text, why);
    walk->at += length;
    return true;
}

/* [[...]], blanks allowed between the brackets. */
static bool is_attribute(const char *at)
{
    return at[0] == '[' && at[1 + strspn(at + 1, " \t\n")] == '[';
}

/* #define or #undef: gcc -dU tells which macros the conditions ask for. */
static bool take_condition(struct walk *walk)
{
    static const char *const tells[] = {"#define __SANITIZE", "#undef __SANITIZE"};
    if (strncmp(walk->at, "#define ", 8) != 0 && strncmp(walk->at, "#undef ", 7) != 0)
        return false;
    for (size_t i = 0; i < sizeof tells / sizeof tells[0]; i++)
        if (strncmp(walk->at, tells[i], strlen(tells[i])) == 0 && !walk->in_system)
            refuse_here(walk, "it asks how it is compiled (__SANITIZE_THREAD__); the lab "
                              "compiles it in several ways, and judges all");
    walk->at += strcspn(walk->at, "\n");
    return true;
}

/* From its first bracket to the last: the names that stand as attributes, two brackets deep; deeper
 * are their arguments. */
static void take_attributes(struct walk *walk)
{
    int depth = 0;
    while (*walk->at) {
        char c = *walk->at;
        size_t length = word_length(walk->at);
        if (c == '"' || c == '\'') {
            skip_string(walk);
            continue;
        }
        if (c == '\n') {
            if (walk->at[1] == '#') { /* a line marker in the middle */
                walk->at++;
                if (take_line_marker(walk))
                    continue;
                walk->at--;
            }
            take_newline(walk);
            continue;
        }
        if (length > 0) {
            if (depth == 2 && !walk->in_system)
                look_at_attribute(walk, walk->at, length);
            walk->at += length;
            continue;
        }
        depth += (c == '(' || c == '[') - (c == ')' || c == ']');
        walk->at++;
        if (depth == 0 && (c == ')' || c == ']'))
            return;
    }
}

static void take_word(struct walk *walk)
{
    const char *word = walk->at;
    size_t length = word_length(word);
    walk->at += length;
    if ((length == 13 && memcmp(word, "__attribute__", 13) == 0) ||
        (length == 11 && memcmp(word, "__attribute", 11) == 0)) {
        walk->at += strspn(walk->at, " \t");
        take_attributes(walk);
    } else if (!walk->in_system) {
        look_at_word(walk, word, length);
    }
}

struct token_finding tokens_look(const char *text)
{
    struct walk walk = {.at = text, .line = 1};
    bool line_begins = true;
    while (*walk.at && !walk.found.refused[0]) {
        if (line_begins &&
            (take_line_marker(&walk) || take_pragma(&walk) || take_condition(&walk)))
            continue;
        line_begins = *walk.at == '\n';
        if (line_begins)
            take_newline(&walk);
        else if (*walk.at == '"' || *walk.at == '\'')
            skip_string(&walk);
        else if (is_attribute(walk.at))
            take_attributes(&walk);
        else if (strncmp(walk.at, "<:", 2) == 0 && !walk.in_system)
            refuse_here(&walk, "`<:` is an old spelling of `[`; write that");
        else if (word_length(walk.at) > 0)
            take_word(&walk);
        else
            walk.at++;
    }
    return walk.found;
}
