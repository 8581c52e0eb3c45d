/*
 * ai_review.h - the contract of task 6, first half. Read-only: your work goes into
 * ai_review.c.
 *
 * Ask a language model to review a piece of code: build the request as JSON, send it over
 * HTTP, read the reply. A network and a stranger's reply are involved, so most of the
 * contract is about what can go wrong. The second half is in ai_snippet.h.
 *
 * Two rules for all three functions: everything that a call allocated is released
 * whatever it returns, except what it hands to the caller; and the key goes into the
 * Authorization header and nowhere else, never to a file or a terminal.
 */
#ifndef AI_REVIEW_H
#define AI_REVIEW_H

#include "ai_client.h"

/* What became of a request. */
typedef struct Review {
    char *text;         /* the model's answer, owned by the caller: free(). NULL: none */
    long http_status;   /* of the reply, as 200; 0: none came */
    long retry_after_s; /* the server asks to wait that long, in seconds; 0: it doesn't */
} Review;

/*
 * Builds the body of the request, a JSON object:
 *   "model"     client->model
 *   "messages"  an array of two objects, each with the strings "role" and "content":
 *               first role "system", content: what the model is to do, in your words;
 *               then role "user", content: holds the snippet, character for character
 * More members are allowed; but the reply must not be asked for as a stream.
 *
 *   snippet  the code, any text: quotes, backslashes, tabs, letters beyond ASCII
 *   json     receives the text of the object, owned by the caller: free()
 *
 * Returns 0; or -1 with errno set, *json untouched:
 *   EINVAL  an argument is NULL
 *   ENOMEM  out of memory
 */
int build_review_request(const ReviewClient *client, const char *snippet, char **json);

/*
 * Reads the body of a reply: a JSON object in which choices[0].message.content is the
 * answer, a string.
 *
 *   body  '\0'-terminated; whatever the server sent
 *   text  receives a copy of the answer, owned by the caller: free()
 *
 * Returns 0; or -1 with errno set, *text untouched:
 *   EINVAL   an argument is NULL
 *   ENOMEM   out of memory
 *   EBADMSG  body isn't JSON, or holds no such string: choices missing or empty, the
 *            content missing or null, ... (or cJSON_Parse was out of memory: it doesn't
 *            tell the difference)
 */
int read_review_reply(const char *body, char **text);

/*
 * Asks for a review: POST to base_url + "/chat/completions" with the headers
 *   Authorization: Bearer <api_key>
 *   Content-Type: application/json
 * and the body from build_review_request. One request a call: it is never repeated and
 * no redirect is followed.
 *
 *   client   its timeout_ms bounds the whole exchange; a reply body may be as long as
 *            reply_limit and not a byte longer
 *   snippet  the code to review
 *   review   receives the outcome
 *
 * Returns 0: review->text is the answer, http_status is 200. Or -1 with errno set; then
 * text is NULL, http_status and retry_after_s say what is known:
 *   EINVAL        an argument is NULL (*review is then untouched), or
 *                 base_url isn't an http or https URL
 *   ENOMEM        out of memory (as far as libcurl and cJSON tell)
 *   EACCES        status 401 or 403: the key isn't accepted
 *   EAGAIN        status 429: too many requests; retry_after_s from the Retry-After header
 *   EREMOTEIO     any other status that isn't 200, redirects included
 *   EBADMSG       status 200, but read_review_reply can't read the body
 *   EMSGSIZE      the body is longer than reply_limit; the transfer was stopped there
 *   ETIMEDOUT     timeout_ms passed before the reply was whole
 *   ECONNREFUSED  no connection to the server
 *   EPROTO        no secure connection: its certificate isn't trusted, for instance
 *   EIO           any other failure on the way: the reply broke off, for instance
 *
 * A reply that doesn't come whole is judged by what stopped it, whatever its status.
 */
int request_review(const ReviewClient *client, const char *snippet, Review *review);

#endif
