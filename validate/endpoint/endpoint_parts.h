/*
 * endpoint_parts.h - what the parts of the endpoint share; endpoint.h is for everybody else.
 */
#ifndef ENDPOINT_PARTS_H
#define ENDPOINT_PARTS_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "endpoint.h"

#define ENDPOINT_URL_SIZE 64 /* bytes, '\0' included */

struct endpoint {
    struct MHD_Daemon *daemon;
    enum endpoint_reply reply;     /* of the plan; the same for the next four */
    char *review_text;             /* owned */
    char *redirect_to;             /* owned; NULL: none */
    long retry_after_s;            /* 0: none */
    long silent_s;                 /* how long the silence lasts */
    unsigned status;               /* of OTHER_STATUS */
    unsigned port;                 /* listened on */
    char url[ENDPOINT_URL_SIZE];   /* base URL */
    pthread_mutex_t lock;          /* guards what follows */
    pthread_cond_t stopped;        /* is_stopping became true; on CLOCK_MONOTONIC */
    bool is_stopping;              /* silent handlers must end */
    struct endpoint_record record; /* owned */
};

/* The body of one request as it comes in. */
struct upload {
    char *body;    /* '\0'-terminated, owned; NULL until something has come */
    size_t length; /* without the '\0' */
};

/* For the pthread functions used here: they only fail through a fault of this file. */
static inline void must(int error)
{
    if (error)
        abort();
}

/* A copy of the string, NULL for NULL. Clears *is_whole when out of memory. */
char *copy_string(const char *text, bool *is_whole);

/* Keeps the request in the endpoint's record, in the place of the one before. Returns 0; or -1: out of
 * memory. */
int record_request(struct endpoint *endpoint, struct MHD_Connection *connection,
                   const char *method, const char *path, const struct upload *upload);

/* Answers with a status and the error object that such servers send. */
enum MHD_Result send_error(struct MHD_Connection *connection, unsigned status);

/* Answers the request as the endpoint's plan says. */
enum MHD_Result play_reply(struct endpoint *endpoint, struct MHD_Connection *connection);

#endif
