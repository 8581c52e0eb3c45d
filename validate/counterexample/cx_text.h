/*
 * cx_text.h - where the text of a counterexample lies: a list of pieces, freed together.
 */
#ifndef CX_TEXT_H
#define CX_TEXT_H

struct cx_text {
    struct cx_text *next;
    char text[];
};

/* Keeps a copy. Without memory it is "", which is 'not known' everywhere. */
const char *cx_keep(struct cx_text **texts, const char *text);

/* Keeps what printf would print. */
const char *cx_keepf(struct cx_text **texts, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

void cx_free_texts(struct cx_text *texts);

#endif
