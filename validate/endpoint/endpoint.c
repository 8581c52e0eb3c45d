/*
 * endpoint.c - a chat completions server on this machine; see endpoint.h.
 *
 * libmicrohttpd runs a thread for each connection, so that the silent reply may simply
 * sleep in its handler. What these threads and the caller share is guarded by one lock.
 */
#define _GNU_SOURCE
#include "endpoint.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>

#include "endpoint_parts.h"
#include "replies.h"
#include "review_maker.h"

/* ---- requests ------------------------------------------------------------------- */

static enum MHD_Result append(struct upload *upload, const char *piece, size_t length)
{
    if (length > ENDPOINT_BODY_LIMIT - upload->length)
        return MHD_NO;
    char *body = realloc(upload->body, upload->length + length + 1);
    if (!body)
        return MHD_NO;
    memcpy(body + upload->length, piece, length);
    upload->length += length;
    body[upload->length] = '\0';
    upload->body = body;
    return MHD_YES;
}

static bool is_for_completions(const char *method, const char *path)
{
    static const char ending[] = "/chat/completions";
    size_t length = strlen(path);
    return strcmp(method, MHD_HTTP_METHOD_POST) == 0 && length >= sizeof ending - 1 &&
           strcmp(path + length - (sizeof ending - 1), ending) == 0;
}

/* An MHD_AccessHandlerCallback: called first when the headers have come, then for each
 * piece of the body, then with no piece when the request is whole. */
static enum MHD_Result handle(void *context, struct MHD_Connection *connection,
                              const char *path, const char *method, const char *version,
                              const char *piece, size_t *piece_length,
                              void **request_context)
{
    (void)version;
    struct endpoint *endpoint = context;
    struct upload *upload = *request_context;
    if (!upload) {
        *request_context = calloc(1, sizeof *upload);
        return *request_context ? MHD_YES : MHD_NO;
    }
    if (*piece_length > 0) {
        enum MHD_Result result = append(upload, piece, *piece_length);
        *piece_length = 0;
        return result;
    }
    if (record_request(endpoint, connection, method, path, upload) != 0)
        return MHD_NO;
    if (!is_for_completions(method, path))
        return send_error(connection, MHD_HTTP_NOT_FOUND);
    return play_reply(endpoint, connection);
}

/* An MHD_RequestCompletedCallback: called however the request ended. */
static void forget_upload(void *context, struct MHD_Connection *connection,
                          void **request_context, enum MHD_RequestTerminationCode how)
{
    (void)context;
    (void)connection;
    (void)how;
    struct upload *upload = *request_context;
    if (upload)
        free(upload->body);
    free(upload);
    *request_context = NULL;
}

/* ---- start and stop ------------------------------------------------------------- */

static int listen_on_loopback(struct endpoint *endpoint, bool https, bool other_name)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = 0, /* the kernel chooses a free one */
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    struct MHD_OptionItem certificate[] = {
        {MHD_OPTION_HTTPS_MEM_KEY, 0,
         (void *)(other_name ? OTHER_HOSTS_KEY : SELF_SIGNED_KEY)},
        {MHD_OPTION_HTTPS_MEM_CERT, 0,
         (void *)(other_name ? OTHER_HOSTS_CERTIFICATE : SELF_SIGNED_CERTIFICATE)},
        {MHD_OPTION_END, 0, NULL},
    };
    struct MHD_OptionItem none[] = {{MHD_OPTION_END, 0, NULL}};
    unsigned flags = MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION |
                     MHD_USE_POLL | MHD_USE_ITC | (https ? MHD_USE_TLS : 0);
    errno = 0;
    endpoint->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, handle, endpoint, MHD_OPTION_SOCK_ADDR,
        (struct sockaddr *)&address, MHD_OPTION_NOTIFY_COMPLETED, forget_upload, NULL,
        MHD_OPTION_ARRAY, https ? certificate : none, MHD_OPTION_END);
    if (!endpoint->daemon) {
        if (errno == 0)
            errno = EIO;
        return -1;
    }
    const union MHD_DaemonInfo *port =
        MHD_get_daemon_info(endpoint->daemon, MHD_DAEMON_INFO_BIND_PORT);
    endpoint->port = port->port;
    snprintf(endpoint->url, sizeof endpoint->url, "%s://127.0.0.1:%u/v1",
             https ? "https" : "http", endpoint->port);
    return 0;
}

/* The clock of the condition variable must be one that nobody sets. */
static void init_locks(struct endpoint *endpoint)
{
    pthread_condattr_t attributes;
    must(pthread_condattr_init(&attributes));
    must(pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC));
    must(pthread_cond_init(&endpoint->stopped, &attributes));
    must(pthread_condattr_destroy(&attributes));
    must(pthread_mutex_init(&endpoint->lock, NULL));
}

struct endpoint *endpoint_start(const struct endpoint_plan *plan)
{
    struct endpoint *endpoint = calloc(1, sizeof *endpoint);
    if (!endpoint)
        return NULL;
    init_locks(endpoint);
    bool is_whole = true;
    endpoint->reply = plan->reply;
    endpoint->status = plan->status;
    endpoint->retry_after_s = plan->retry_after_s;
    endpoint->silent_s = plan->silent_s ? plan->silent_s : ENDPOINT_SILENT_SECONDS;
    endpoint->review_text =
        copy_string(plan->review_text ? plan->review_text : CANNED_REVIEW, &is_whole);
    endpoint->redirect_to = copy_string(plan->redirect_to, &is_whole);
    if (!is_whole) {
        errno = ENOMEM;
        goto bad;
    }
    if (plan->reply == ENDPOINT_REDIRECT && !plan->redirect_to) {
        errno = EINVAL;
        goto bad;
    }
    if (listen_on_loopback(endpoint, plan->https, plan->other_name) != 0)
        goto bad;
    return endpoint;
bad:;
    int error = errno;
    endpoint_stop(endpoint);
    errno = error;
    return NULL;
}

const char *endpoint_url(const struct endpoint *endpoint)
{
    return endpoint->url;
}

unsigned endpoint_port(const struct endpoint *endpoint)
{
    return endpoint->port;
}

void endpoint_stop(struct endpoint *endpoint)
{
    if (!endpoint)
        return;
    must(pthread_mutex_lock(&endpoint->lock));
    endpoint->is_stopping = true;
    must(pthread_cond_broadcast(&endpoint->stopped));
    must(pthread_mutex_unlock(&endpoint->lock));
    if (endpoint->daemon)
        MHD_stop_daemon(endpoint->daemon); /* joins all its threads */
    must(pthread_cond_destroy(&endpoint->stopped));
    must(pthread_mutex_destroy(&endpoint->lock));
    endpoint_record_free(&endpoint->record);
    free(endpoint->review_text);
    free(endpoint->redirect_to);
    free(endpoint);
}
