/*
 * capture.h - the beginning of what learner code printed while `make run` measured it.
 *
 * Each part (what one function printed) is kept up to a quarter of the room, so that an
 * endless one can't drown the others. The rest is thrown away: it costs no memory.
 */
#ifndef CAPTURE_H
#define CAPTURE_H

#include <stdbool.h>
#include <stddef.h>

#define CAPTURE_SIZE 2048
#define CAPTURE_PART (CAPTURE_SIZE / 4)

struct capture {
    char text[CAPTURE_SIZE]; /* not '\0'-terminated; labels of its parts included */
    size_t used;             /* bytes of text */
    const char *label;       /* whose bytes come now; borrowed; NULL: nobody's */
    const char *part;        /* label of the last part in text; NULL: none yet */
    size_t part_used;        /* bytes of text that it has, its label included */
    bool cut;                /* more came than was kept */
};

/* What comes from now on belongs to `label`, a string that outlives the capture. */
void capture_label(struct capture *capture, const char *label);

void capture_add(struct capture *capture, const char *bytes, size_t count);

/* Prints what was captured to stdout, indented, control characters and everything beyond
 * ASCII replaced by '?'; nothing when nothing came. */
void capture_print(const struct capture *capture);

#endif
