/*
 * review_maker.h - keys, models, snippets and replies made up from a seed, for task 6.
 *
 * The probe and the check that judges it each make the same texts from the same seed.
 */
#ifndef REVIEW_MAKER_H
#define REVIEW_MAKER_H

#include <stddef.h>
#include <stdint.h>

#define REVIEW_KEY_SIZE   48 /* bytes of a key, '\0' included */
#define REVIEW_MODEL_SIZE 32 /* bytes of a model's name, '\0' included */

/* What a made-up text looks like. */
enum text_kind {
    TEXT_SIMPLE, /* one line that JSON takes as it is */
    TEXT_HARSH,  /* quotes, backslashes, line ends, control characters, letters beyond
                    ASCII, printf's and JSON's own signs; ends with a backslash */
    TEXT_LONG,   /* harsh, and longer than any buffer that one would guess */
    TEXT_EMPTY,
};

/* A key as such servers hand them out: letters and digits. */
void make_key(uint64_t seed, char key[REVIEW_KEY_SIZE]);

/* A model's name; with TEXT_HARSH there are quotes and a backslash in it. */
void make_model(uint64_t seed, enum text_kind kind, char model[REVIEW_MODEL_SIZE]);

/* In PEM: a certificate that a probe can be told to trust. It is of a host by another name than
 * any endpoint has. */
extern const char OTHER_HOSTS_CERTIFICATE[];

/* A text without '\0' in it, for free(). Ends the program when out of memory. */
char *make_text(uint64_t seed, enum text_kind kind);

/* A chat completion whose answer is `text`, for free(): written without the library that
 * learners use, its members in random order, its letters escaped in every way that JSON
 * allows. Ends the program when out of memory. */
char *make_reply(uint64_t seed, const char *text);

/* A reply that holds no answer. */
struct bad_reply {
    const char *body;
    const char *what; /* what is wrong with it, as in "a reply ..." */
};
extern const struct bad_reply BAD_REPLIES[];
extern const size_t BAD_REPLY_COUNT;

#endif
