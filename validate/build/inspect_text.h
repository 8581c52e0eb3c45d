/*
 * inspect_text.h - a source file as it stands: may it hide something from whoever reads it?
 */
#ifndef INSPECT_TEXT_H
#define INSPECT_TEXT_H

#include <stdbool.h>

struct text_finding {
    bool may_hide; /* it has attributes, pragmas, assembly, or means to put such together:
                            the preprocessor's tokens tell more */
    const char *refused; /* why it can't be judged at all; NULL: it can */
    int line;            /* where, with refused */
};

struct text_finding text_look(const char *text);

#endif
