/*
 * mutants.h - one file's mutants: each the file with one mistake in it, kept as a few edits.
 */
#ifndef MUTANTS_H
#define MUTANTS_H

#include "statements.h"

#define EDITS_MOST 8

/* The bytes begin..end of the file become `text`. Equal: text is put before `begin`. */
struct edit {
    size_t begin, end;
    char *text; /* owned */
};

struct mutant {
    const char *operation;         /* its name */
    int function;                  /* token: the function's name; -1: outside */
    int line;                      /* of the first edit */
    struct edit edits[EDITS_MOST]; /* in the order of the file, once added */
    int edit_count;
};

/* A file on its way through the operators. */
struct source {
    char *text; /* owned */
    struct tokens tokens;
    struct statements statements;
    struct mutant *mutants; /* in the order of operators, then of the file */
    int mutant_count;
    int error; /* errno of what went wrong while mutants were added; 0 */
};

/* Takes over `text`. Returns 0, then source_free is due; or -1 with errno. */
int source_read(struct source *source, char *text);

void source_free(struct source *source);

/* A mutant that changes nothing yet. */
struct mutant mutant_begin(const char *operation);

/* Tokens first..last are replaced by a text; by "" they go. */
void mutant_replace(const struct source *source, struct mutant *mutant, int first,
                    int last, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* A text is put before a token, or behind it. */
void mutant_before(const struct source *source, struct mutant *mutant, int token,
                   const char *format, ...) __attribute__((format(printf, 4, 5)));
void mutant_behind(const struct source *source, struct mutant *mutant, int token,
                   const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Hands the mutant over to the source, unless the operator has made the same text before. */
void mutant_add(struct source *source, struct mutant *mutant);

/* Frees a mutant that wasn't added, or was taken out. */
void mutant_free(struct mutant *mutant);

/* The whole file with the mistake in it, to be freed; NULL: no memory. */
char *mutant_text(const struct source *source, const struct mutant *mutant);

/* The lines that a mutant changes. All owned; see mutant_change_free. */
struct change {
    char *before,
        *after; /* their tokens, one blank between each: what a list of known mutants
                             finds a mutant by */
    char *diff; /* the lines before with "-", the lines after with "+" */
};

/* Returns 0, or -1 with errno. */
int mutant_change(const struct source *source, const struct mutant *mutant,
                  struct change *change);

void mutant_change_free(struct change *change);

#endif
