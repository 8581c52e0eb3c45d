/*
 * debug_heap.c - names for what lies in a block of the heap. No debugging information
 * tells what a block holds; the line of its malloc does:
 *
 *     struct queue *q = malloc(sizeof *q);
 *
 * What is assigned to is looked up in the scope of the call, and its type says what lies
 * at an offset: q->count.
 */
#include <ctype.h>
#include <dwarf.h>
#include <stdio.h>
#include <string.h>

#include "debug_parts.h"

#define EXPRESSION 64 /* bytes of one that is worth being shown */

/* ---- expressions ----------------------------------------------------------------- */

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

static const char *skip_word(const char *at)
{
    while (is_word(*at))
        at++;
    return at;
}

/* Behind the bracket that matches the one at `at`; NULL: there is none. */
static const char *skip_brackets(const char *at)
{
    int depth = 0;
    for (; *at; at++) {
        depth += (*at == '[') - (*at == ']');
        if (depth == 0)
            return at + 1;
    }
    return NULL;
}

/* Behind an expression like a->b[i].c that begins at `at`; `at` if there is none. */
static const char *skip_expression(const char *at)
{
    if (!is_word(*at) || isdigit((unsigned char)*at))
        return at;
    at = skip_word(at);
    for (;;) {
        const char *next = NULL;
        if (at[0] == '-' && at[1] == '>' && is_word(at[2]))
            next = skip_word(at + 2);
        else if (at[0] == '.' && is_word(at[1]))
            next = skip_word(at + 1);
        else if (at[0] == '[')
            next = skip_brackets(at);
        if (!next)
            return at;
        at = next;
    }
}

/* Follows one "->b", ".b" or "[i]" from *type; returns behind it, or NULL. */
static const char *step_into(const char *at, Dwarf_Die *type)
{
    Dwarf_Die member;
    char name[EXPRESSION];
    int tag = dwarf_tag(type);
    bool indirect = *at == '-' || (*at == '[' && tag == DW_TAG_pointer_type);
    if (indirect && (tag != DW_TAG_pointer_type || !debug_type_of(type, type)))
        return NULL;
    if (*at == '[') {
        if (tag == DW_TAG_array_type && !debug_type_of(type, type))
            return NULL;
        return tag == DW_TAG_array_type || indirect ? skip_brackets(at) : NULL;
    }
    at += *at == '-' ? 2 : 1;
    size_t length = (size_t)(skip_word(at) - at);
    if (length >= sizeof name)
        return NULL;
    snprintf(name, sizeof name, "%.*s", (int)length, at);
    return debug_member(type, name, &member) && debug_type_of(&member, type) ? at + length
                                                                             : NULL;
}

/* The type of an expression that skip_expression accepts, in the scope of the site. */
static bool type_of_expression(struct debug_info *info, const void *site,
                               const char *expression, Dwarf_Die *type)
{
    Dwarf_Die variable;
    char name[EXPRESSION];
    const char *at = skip_word(expression);
    snprintf(name, sizeof name, "%.*s", (int)(at - expression), expression);
    if (!debug_variable_named(info, site, name, &variable) ||
        !debug_type_of(&variable, type))
        return false;
    while (at && *at)
        at = step_into(at, type);
    return at != NULL;
}

/* ---- the line of the malloc ------------------------------------------------------ */

static const char *find_assignment(const char *line)
{
    for (const char *at = line; (at = strchr(at, '=')); at++) {
        bool compares = at[1] == '=' || (at > line && strchr("=!<>+-*/%&|^", at[-1]));
        if (!compares)
            return at;
        at += at[1] == '=';
    }
    return NULL;
}

/* What the line assigns to; "" if that is no plain expression. */
static void assigned_in(const char *line, char expression[EXPRESSION])
{
    const char *equals = find_assignment(line), *end = equals;
    expression[0] = '\0';
    while (end && end > line && end[-1] == ' ')
        end--;
    /* The earliest beginning whose expression ends right there. */
    for (const char *from = line; end && from < end; from++) {
        bool begins = from == line || !(is_word(from[-1]) || from[-1] == '.' ||
                                        from[-1] == '>' || from[-1] == ']');
        if (begins && skip_expression(from) == end) {
            if (end - from < EXPRESSION)
                snprintf(expression, EXPRESSION, "%.*s", (int)(end - from), from);
            return;
        }
    }
}

/* What the block is called by the line of its malloc, and the type of what it holds. */
static bool allocated_as(struct debug_info *info, const void *site,
                         char expression[EXPRESSION], Dwarf_Die *held)
{
    struct debug_line line;
    if (!debug_find_line(info, site, &line))
        return false;
    assigned_in(line.text, expression);
    return expression[0] && type_of_expression(info, site, expression, held) &&
           dwarf_tag(held) == DW_TAG_pointer_type && debug_type_of(held, held) &&
           debug_type_size(held) > 0;
}

/* ---- the line of the access ------------------------------------------------------ */

/* Is there a *pointer in the line? It may be what is accessed, and is no expression here. */
static bool has_dereference(const char *line)
{
    char before = ';';
    for (; *line; line++) {
        bool operand = is_word(before) || before == ')' || before == ']';
        if (*line == '*' && !operand && (is_word(line[1]) || line[1] == '('))
            return true;
        if (*line != ' ')
            before = *line;
    }
    return false;
}

/* The only expression in a line that is reached through a pointer and is `size` bytes
 * long. */
static bool accessed_as(struct debug_info *info, const void *site, uint32_t size,
                        char expression[EXPRESSION], Dwarf_Die *type)
{
    struct debug_line line;
    int found = 0;
    if (size == 0 || !debug_find_line(info, site, &line) || has_dereference(line.text))
        return false;
    for (const char *at = line.text, *end; *at; at = end > at ? end : at + 1) {
        char each[EXPRESSION];
        Dwarf_Die its_type;
        end = skip_expression(at);
        if (end - at >= EXPRESSION || end == at || skip_word(at) == end)
            continue;
        snprintf(each, sizeof each, "%.*s", (int)(end - at), at);
        if (!type_of_expression(info, site, each, &its_type) ||
            debug_type_size(&its_type) != size || strcmp(each, expression) == 0)
            continue;
        snprintf(expression, EXPRESSION, "%s", each);
        *type = its_type;
        found++;
    }
    return found == 1;
}

/* ---- names ----------------------------------------------------------------------- */

static void say_block(struct debug_info *info, const struct explore_location *location,
                      struct debug_words *name)
{
    char place[DEBUG_FILE + 16];
    debug_place(info, location->site, place, sizeof place);
    if (location->offset != 0 || location->size < location->block)
        debug_say(name, "byte %lld of ", (long long)location->offset);
    debug_say(name, "the %llu bytes that T%u allocated%s%s",
              (unsigned long long)location->block, (unsigned)location->thread,
              place[0] ? " at " : "", place);
}

/* A block that holds one thing is *q and q->count, one that holds several results[3]. */
static void say_member(const struct explore_location *location, struct debug_words *name,
                       const char *expression, Dwarf_Die *type, bool *typed)
{
    char path[DEBUG_NAME] = "";
    struct debug_words below = {.text = path, .size = sizeof path};
    uint64_t each = debug_type_size(type), offset = (uint64_t)location->offset;
    bool several = location->block % each == 0 && location->block > each;
    if (offset == 0 && location->size == location->block) {
        debug_say(name, "%s%s", several ? "" : "*", expression);
        *typed = !several;
        return;
    }
    if (several) {
        debug_say(name, "%s[%llu]", expression, (unsigned long long)(offset / each));
        offset %= each;
    }
    debug_descend(type, &offset, location->size, &below);
    *typed = offset == 0;
    if (several)
        debug_say(name, "%s", path);
    else if (path[0] == '.')
        debug_say(name, "%s->%s", expression, path + 1);
    else
        debug_say(name, "%s%s%s", path[0] ? "" : "*", expression, path);
}

bool debug_accessed_name(struct debug_info *info, const struct explore_location *location,
                         const void *site, struct debug_words *name, Dwarf_Die *type,
                         bool *typed)
{
    char accessed[EXPRESSION] = "";
    if (!accessed_as(info, site, location->size, accessed, type))
        return false;
    debug_say(name, "%s", accessed);
    *typed = true;
    return true;
}

bool debug_heap_name(struct debug_info *info, const struct explore_location *location,
                     const void *site, struct debug_words *name, Dwarf_Die *type,
                     bool *typed)
{
    char expression[EXPRESSION] = "";
    bool plain, known = location->offset >= 0 && location->block > 0 &&
                        allocated_as(info, location->site, expression, type);
    plain = known && *skip_word(expression) == '\0';
    if (plain) {
        say_member(location, name, expression, type, typed);
        return true;
    }
    Dwarf_Die held = *type; /* set if known */
    if (debug_accessed_name(info, location, site, name, type, typed))
        return true;
    *type = held;
    if (known)
        say_member(location, name, expression, type, typed);
    else
        say_block(info, location, name);
    return true;
}
