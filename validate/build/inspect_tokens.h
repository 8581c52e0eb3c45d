/*
 * inspect_tokens.h - the preprocessor's output: assembly, attributes and pragmas in it that take
 * code out of the lab's sight.
 */
#ifndef INSPECT_TOKENS_H
#define INSPECT_TOKENS_H

struct token_finding {
    char refused[256]; /* why the code can't be judged; "": it can */
    int line;          /* of the learner's file, with refused */
};

/* `text` is what gcc -E printed. What comes from the system's headers isn't looked at. */
struct token_finding tokens_look(const char *text);

#endif
