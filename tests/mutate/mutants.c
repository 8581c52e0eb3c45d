#define _GNU_SOURCE
#include "mutants.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int source_read(struct source *source, char *text)
{
    *source = (struct source){.text = text};
    if (tokens_read(&source->tokens, text) == 0 &&
        statements_read(&source->statements, &source->tokens) == 0)
        return 0;
    int error = errno;
    source_free(source);
    errno = error;
    return -1;
}

void mutant_free(struct mutant *mutant)
{
    for (int i = 0; i < mutant->edit_count; i++)
        free(mutant->edits[i].text);
    mutant->edit_count = 0;
}

void source_free(struct source *source)
{
    for (int i = 0; i < source->mutant_count; i++)
        mutant_free(&source->mutants[i]);
    free(source->mutants);
    statements_free(&source->statements);
    tokens_free(&source->tokens);
    free(source->text);
    *source = (struct source){0};
}

/* ---- making one ------------------------------------------------------------------------------ */

struct mutant mutant_begin(const char *operation)
{
    return (struct mutant){.operation = operation, .function = -1};
}

static void add_edit(struct mutant *mutant, size_t begin, size_t end, const char *format,
                     va_list values)
{
    char *text;
    if (mutant->edit_count == EDITS_MOST || vasprintf(&text, format, values) < 0)
        abort();
    int at = mutant->edit_count++;
    for (; at > 0 && mutant->edits[at - 1].begin > begin; at--)
        mutant->edits[at] = mutant->edits[at - 1];
    mutant->edits[at] = (struct edit){begin, end, text};
}

void mutant_replace(const struct source *source, struct mutant *mutant, int first,
                    int last, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    const struct token *list = source->tokens.list;
    add_edit(mutant, list[first].begin, list[last].end, format, values);
    va_end(values);
}

void mutant_before(const struct source *source, struct mutant *mutant, int token,
                   const char *format, ...)
{
    va_list values;
    va_start(values, format);
    size_t at = source->tokens.list[token].begin;
    add_edit(mutant, at, at, format, values);
    va_end(values);
}

void mutant_behind(const struct source *source, struct mutant *mutant, int token,
                   const char *format, ...)
{
    va_list values;
    va_start(values, format);
    size_t at = source->tokens.list[token].end;
    add_edit(mutant, at, at, format, values);
    va_end(values);
}

/* ---- adding one ------------------------------------------------------------------------------- */

static int token_at(const struct tokens *tokens, size_t offset)
{
    int found = 0;
    for (int i = 0; i < tokens->count && tokens->list[i].begin <= offset; i++)
        found = i;
    return found;
}

static bool is_there_already(const struct source *source, const struct mutant *mutant)
{
    bool found = false;
    char *text = mutant_text(source, mutant);
    for (int i = source->mutant_count - 1; i >= 0 && text && !found; i--) {
        char *other = NULL;
        if (strcmp(source->mutants[i].operation, mutant->operation) == 0)
            other = mutant_text(source, &source->mutants[i]);
        found = other && strcmp(other, text) == 0;
        free(other);
    }
    found |= text && strcmp(text, source->text) == 0;
    free(text);
    return found;
}

void mutant_add(struct source *source, struct mutant *mutant)
{
    int first = token_at(&source->tokens, mutant->edits[0].begin);
    int statement = statement_of(&source->statements, first);
    mutant->line = source->tokens.list[first].line;
    mutant->function = statement < 0 ? -1 : source->statements.list[statement].function;
    struct mutant *list = NULL;
    if (!is_there_already(source, mutant)) {
        size_t room = (size_t)source->mutant_count + 1;
        list = realloc(source->mutants, room * sizeof *list);
        if (!list)
            source->error = ENOMEM;
    }
    if (!list) {
        mutant_free(mutant);
        return;
    }
    source->mutants = list;
    list[source->mutant_count++] = *mutant;
}

char *mutant_text(const struct source *source, const struct mutant *mutant)
{
    char *text = NULL;
    size_t size, at = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    for (int i = 0; i < mutant->edit_count; i++) {
        const struct edit *edit = &mutant->edits[i];
        fwrite(source->text + at, 1, edit->begin - at, out);
        fputs(edit->text, out);
        at = edit->end;
    }
    fputs(source->text + at, out);
    if (fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}

/* ---- what one changes ---------------------------------------------------------------------------- */

/* Offsets of whole lines: those that differ. */
struct range {
    size_t begin, end;
};

/* From the first line that differs to the last one, by what both have before and behind. */
static void find_lines(const char *before, const char *after, struct range *old,
                       struct range *new)
{
    size_t size = strlen(before), new_size = strlen(after), head = 0, tail = 0;
    while (before[head] && before[head] == after[head])
        head++;
    while (tail < size - head && tail < new_size - head &&
           before[size - tail - 1] == after[new_size - tail - 1])
        tail++;
    while (head > 0 && before[head - 1] != '\n')
        head--;
    while (tail > 0 &&
           (before[size - tail - 1] != '\n' || after[new_size - tail - 1] != '\n'))
        tail--;
    *old = (struct range){head, size - tail};
    *new = (struct range){head, new_size - tail};
}

static void put_lines(FILE *out, char sign, const char *text, struct range range)
{
    while (range.begin < range.end) {
        size_t length = strcspn(text + range.begin, "\n");
        fprintf(out, "%c%.*s\n", sign, (int)length, text + range.begin);
        range.begin += length + 1;
    }
}

static char *make_diff(const char *before, struct range old, const char *after,
                       struct range new)
{
    char *diff = NULL;
    size_t size;
    FILE *out = open_memstream(&diff, &size);
    if (!out)
        return NULL;
    put_lines(out, '-', before, old);
    put_lines(out, '+', after, new);
    if (fclose(out) == 0)
        return diff;
    free(diff);
    return NULL;
}

/* The tokens that begin in a range of the text; "" when there are none. */
static char *plain_range(const struct tokens *tokens, struct range range)
{
    int first = -1, last = -1;
    for (int i = 0; i < tokens->count; i++) {
        size_t begin = tokens->list[i].begin;
        if (begin < range.begin || begin >= range.end)
            continue;
        first = first < 0 ? i : first;
        last = i;
    }
    return first < 0 ? strdup("") : tokens_plain(tokens, first, last);
}

int mutant_change(const struct source *source, const struct mutant *mutant,
                  struct change *change)
{
    struct tokens tokens;
    struct range old, new;
    *change = (struct change){0};
    char *text = mutant_text(source, mutant);
    if (!text)
        return -1;
    if (tokens_read(&tokens, text) != 0) {
        free(text);
        return -1;
    }
    find_lines(source->text, text, &old, &new);
    change->before = plain_range(&source->tokens, old);
    change->after = plain_range(&tokens, new);
    change->diff = make_diff(source->text, old, text, new);
    tokens_free(&tokens);
    free(text);
    if (change->before && change->after && change->diff)
        return 0;
    mutant_change_free(change);
    errno = ENOMEM;
    return -1;
}

void mutant_change_free(struct change *change)
{
    free(change->before);
    free(change->after);
    free(change->diff);
    *change = (struct change){0};
}
