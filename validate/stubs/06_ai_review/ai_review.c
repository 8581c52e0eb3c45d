/*
 * ai_review.c - task 6, first half: ask a language model to review code.
 *
 * Read LESSON.md first; the contract is in ai_review.h. Write the three functions below.
 * The client (base URL, model, key, limits) is given: runner/ai_client.h.
 *
 *     make validate TASK=6     judges both halves, on a local endpoint
 *     make review              sends your ai_snippet.c to the configured endpoint
 */
#define _GNU_SOURCE /* asprintf */
#include "ai_review.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The system message. Yours to improve: what would you want a reviewer to look at? */
#define INSTRUCTIONS                                                                     \
    "You review concurrent C code (pthreads). For each fault name the line, the "        \
    "shared datum, and the order of steps that breaks it. Don't rewrite the code."

/* What has come of the reply until now. */
typedef struct Reply {
    char *body;    /* '\0'-terminated, to be freed; NULL until something has come */
    size_t length; /* without the '\0' */
    size_t limit;  /* the greatest length to accept */
    int error;     /* why the transfer was stopped by us: an errno; 0: it wasn't */
} Reply;

/* ---- the request as JSON -------------------------------------------------------- */

int build_review_request(const ReviewClient *client, const char *snippet, char **json)
{
    /* TODO: build the object with cJSON: the model, and the two messages (INSTRUCTIONS,
     * then the snippet). Print it, and delete the tree. */
    (void)client;
    (void)snippet;
    (void)json;
    errno = ENOSYS;
    return -1;
}

/* ---- the reply ------------------------------------------------------------------ */

int read_review_reply(const char *body, char **text)
{
    /* TODO: parse the body, go to choices[0].message.content, copy it if it is a string,
     * and delete the tree. */
    (void)body;
    (void)text;
    errno = ENOSYS;
    return -1;
}

/* ---- the exchange --------------------------------------------------------------- */

/* TODO: write the function that libcurl calls for each piece of the body. It appends the
 * piece to the Reply, or notes in `error` why it can't, and returns 0:
 * static size_t keep_reply(char *piece, size_t size, size_t count, void *context) */

int request_review(const ReviewClient *client, const char *snippet, Review *review)
{
    /* TODO: open a handle with review_client_open; give it the URL, the two headers, the
     * JSON, the timeout, keep_reply and a Reply; perform. Then judge: what stopped the
     * transfer, then the status, then the body. One exit releases everything. */
    (void)client;
    (void)snippet;
    (void)review;
    errno = ENOSYS;
    return -1;
}
