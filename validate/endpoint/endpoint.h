/*
 * endpoint.h - a chat completions server on this machine, that does what it is told.
 *
 * It listens on a free port of 127.0.0.1 that the kernel chose, records what it is sent,
 * and plays one reply, good or bad. The checks of task 6 talk to it, and so does
 * `make review` as long as there is no key.
 *
 * The server runs on threads of the calling process (libmicrohttpd). Its descriptors are
 * closed by exec. Don't fork without exec while it runs.
 */
#ifndef ENDPOINT_H
#define ENDPOINT_H

#include <stdbool.h>
#include <stddef.h>

/* What to answer to POST .../chat/completions. Anything else gets 404. */
enum endpoint_reply {
    ENDPOINT_GOOD,              /* 200, a chat completion */
    ENDPOINT_UNAUTHORIZED,      /* 401 */
    ENDPOINT_FORBIDDEN,         /* 403 */
    ENDPOINT_TOO_MANY_REQUESTS, /* 429, with Retry-After if retry_after_s isn't 0 */
    ENDPOINT_SERVER_ERROR,      /* 500 */
    ENDPOINT_NOT_JSON,          /* 200, a page for people */
    ENDPOINT_NO_CHOICES,        /* 200, JSON without the member "choices" */
    ENDPOINT_EMPTY_CHOICES,     /* 200, "choices" is [] */
    ENDPOINT_NULL_CONTENT,      /* 200, the answer is null instead of a string */
    ENDPOINT_CUT_OFF,           /* 200, a longer body is promised than comes: a whole chat
                                   completion, then the connection is closed */
    ENDPOINT_HUGE,              /* 200, a body that goes on for ENDPOINT_HUGE_BYTES */
    ENDPOINT_SILENT,            /* nothing, for silent_s or until the endpoint is
                                   stopped; then the connection is closed */
    ENDPOINT_REDIRECT,          /* 302 to redirect_to */
    ENDPOINT_OTHER_STATUS, /* the status `status`, with a chat completion all the same */
    ENDPOINT_DRIBBLE,      /* 200, and a byte of a body every few milliseconds, for
                                   silent_s; then the connection is closed */
};

#define ENDPOINT_HUGE_BYTES     (32ul * 1024 * 1024)
#define ENDPOINT_SILENT_SECONDS 60
#define ENDPOINT_BODY_LIMIT     (8ul * 1024 * 1024) /* longer requests are refused */

/* The reply to play. The strings need only live during endpoint_start. */
struct endpoint_plan {
    enum endpoint_reply reply;
    const char *review_text; /* the answer of GOOD and CUT_OFF; NULL: a canned review */
    long retry_after_s;      /* TOO_MANY_REQUESTS: seconds; 0: no such header */
    const char *redirect_to; /* REDIRECT: a URL */
    long silent_s;           /* SILENT, DRIBBLE: seconds; 0: ENDPOINT_SILENT_SECONDS */
    unsigned status;         /* OTHER_STATUS: 200 to 599 */
    bool https;              /* speak TLS, with a certificate that nobody trusts */
    bool other_name; /* with https: the certificate is of a host by another name */
};

/* What the endpoint was sent. Strings are owned by the record; NULL: the request had no
 * such header (or there was no request). */
struct endpoint_record {
    unsigned requests; /* how many came; the rest is about the last one */
    unsigned bare; /* those of all requests that had no Authorization, or no JSON as their
                      Content-Type */
    size_t bytes_sent; /* HUGE: how much of the body was handed out, in all requests */
    char *method;      /* "POST" */
    char *path;        /* "/v1/chat/completions"; with the names and values of a query, if
                          there is one: "/v1/chat/completions?a=1&b" */
    char *authorization;
    char *content_type;
    char *user_agent;
    char *others;       /* the values of all other headers, one a line; "": none */
    char *body;         /* '\0'-terminated; "" when none came */
    size_t body_length; /* without the '\0' */
};

struct endpoint;

/* Starts an endpoint; endpoint_stop ends it. Returns NULL with errno set on failure. */
struct endpoint *endpoint_start(const struct endpoint_plan *plan);

/* Its base URL, "http://127.0.0.1:PORT/v1"; lives as long as the endpoint. */
const char *endpoint_url(const struct endpoint *endpoint);

/* Its port. */
unsigned endpoint_port(const struct endpoint *endpoint);

/* Copies what was recorded until now into *record, for endpoint_record_free. May be
 * called at any time. Returns 0; or -1 with errno ENOMEM, nothing then to release. */
int endpoint_recorded(struct endpoint *endpoint, struct endpoint_record *record);

/* Releases the strings of a record. */
void endpoint_record_free(struct endpoint_record *record);

/* Closes all connections, ends its threads and releases it. Nothing happens for NULL. */
void endpoint_stop(struct endpoint *endpoint);

#endif
