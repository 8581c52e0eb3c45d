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

#include "replies.h"
#include "review_maker.h"

#define URL_SIZE          64
#define HUGE_BLOCK_SIZE   (32 * 1024)
#define CUT_OFF_MORE_SIZE 1000 /* bytes promised and never sent */
#define NS_PER_S          1000000000l
#define DRIBBLE_NS        20000000l /* between two bytes */

struct endpoint {
    struct MHD_Daemon *daemon;
    enum endpoint_reply reply;     /* of the plan; the same for the next four */
    char *review_text;             /* owned */
    char *redirect_to;             /* owned; NULL: none */
    long retry_after_s;            /* 0: none */
    long silent_s;                 /* how long the silence lasts */
    unsigned status;               /* of OTHER_STATUS */
    unsigned port;                 /* listened on */
    char url[URL_SIZE];            /* base URL */
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
static void must(int error)
{
    if (error)
        abort();
}

/* ---- the record ----------------------------------------------------------------- */

void endpoint_record_free(struct endpoint_record *record)
{
    free(record->method);
    free(record->path);
    free(record->authorization);
    free(record->content_type);
    free(record->user_agent);
    free(record->others);
    free(record->body);
    *record = (struct endpoint_record){0};
}

/* A copy of the string, NULL for NULL. Clears *is_whole when out of memory. */
static char *copy_string(const char *text, bool *is_whole)
{
    char *copy = text ? strdup(text) : NULL;
    if (text && !copy)
        *is_whole = false;
    return copy;
}

/* The body may hold '\0': copied by its length. */
static char *copy_body(const char *body, size_t length, bool *is_whole)
{
    char *copy = malloc(length + 1);
    if (!copy) {
        *is_whole = false;
        return NULL;
    }
    if (length > 0)
        memcpy(copy, body, length);
    copy[length] = '\0';
    return copy;
}

/* *copy is released and zeroed on failure. */
static int copy_record(const struct endpoint_record *record, struct endpoint_record *copy)
{
    bool is_whole = true;
    *copy = (struct endpoint_record){
        .requests = record->requests,
        .bytes_sent = record->bytes_sent,
        .method = copy_string(record->method, &is_whole),
        .path = copy_string(record->path, &is_whole),
        .authorization = copy_string(record->authorization, &is_whole),
        .content_type = copy_string(record->content_type, &is_whole),
        .user_agent = copy_string(record->user_agent, &is_whole),
        .others = copy_string(record->others ? record->others : "", &is_whole),
        .body =
            copy_body(record->body ? record->body : "", record->body_length, &is_whole),
        .body_length = record->body_length,
    };
    if (is_whole)
        return 0;
    endpoint_record_free(copy);
    errno = ENOMEM;
    return -1;
}

int endpoint_recorded(struct endpoint *endpoint, struct endpoint_record *record)
{
    must(pthread_mutex_lock(&endpoint->lock));
    int status = copy_record(&endpoint->record, record);
    must(pthread_mutex_unlock(&endpoint->lock));
    return status;
}

static const char *header(struct MHD_Connection *connection, const char *name)
{
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

/* Two MHD_KeyValueIterators that write what they are given to a stream. */

static enum MHD_Result put_query(void *out, enum MHD_ValueKind kind, const char *name,
                                 const char *value)
{
    (void)kind;
    fprintf(out, "%c%s", ftell(out) == 0 ? '?' : '&', name);
    if (value)
        fprintf(out, "=%s", value);
    return MHD_YES;
}

static enum MHD_Result put_other_header(void *out, enum MHD_ValueKind kind,
                                        const char *name, const char *value)
{
    static const char *const known[] = {MHD_HTTP_HEADER_AUTHORIZATION,
                                        MHD_HTTP_HEADER_CONTENT_TYPE,
                                        MHD_HTTP_HEADER_USER_AGENT};
    (void)kind;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcasecmp(name, known[i]) == 0)
            return MHD_YES;
    fprintf(out, "%s\n", value ? value : "");
    return MHD_YES;
}

/* What the iterator writes about the connection, to be freed. NULL: out of memory. */
static char *gather(struct MHD_Connection *connection, enum MHD_ValueKind kind,
                    MHD_KeyValueIterator put)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    MHD_get_connection_values(connection, kind, put, out);
    if (fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}

static int put_in_place(struct endpoint *endpoint, struct endpoint_record *seen)
{
    must(pthread_mutex_lock(&endpoint->lock));
    seen->requests = endpoint->record.requests + 1;
    seen->bytes_sent = endpoint->record.bytes_sent;
    endpoint_record_free(&endpoint->record);
    int status = copy_record(seen, &endpoint->record);
    must(pthread_mutex_unlock(&endpoint->lock));
    return status;
}

/* Puts the request in the place of the last one. */
static int record_request(struct endpoint *endpoint, struct MHD_Connection *connection,
                          const char *method, const char *path,
                          const struct upload *upload)
{
    char *query = gather(connection, MHD_GET_ARGUMENT_KIND, put_query);
    char *others = gather(connection, MHD_HEADER_KIND, put_other_header);
    char *whole_path = NULL;
    int status = -1;
    if (query && others && asprintf(&whole_path, "%s%s", path, query) < 0)
        whole_path = NULL;
    struct endpoint_record seen = {
        .method = (char *)method,
        .path = whole_path,
        .authorization = (char *)header(connection, MHD_HTTP_HEADER_AUTHORIZATION),
        .content_type = (char *)header(connection, MHD_HTTP_HEADER_CONTENT_TYPE),
        .user_agent = (char *)header(connection, MHD_HTTP_HEADER_USER_AGENT),
        .others = others,
        .body = upload->body,
        .body_length = upload->length,
    };
    if (whole_path)
        status = put_in_place(endpoint, &seen);
    free(whole_path);
    free(others);
    free(query);
    return status;
}

/* ---- replies -------------------------------------------------------------------- */

/* Sends the response and gives it up. NULL (out of memory) closes the connection. */
static enum MHD_Result send_response(struct MHD_Connection *connection, unsigned status,
                                     struct MHD_Response *response)
{
    if (!response)
        return MHD_NO;
    enum MHD_Result result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

static struct MHD_Response *with_header(struct MHD_Response *response, const char *name,
                                        const char *value)
{
    if (response && MHD_add_response_header(response, name, value) != MHD_YES) {
        MHD_destroy_response(response);
        return NULL;
    }
    return response;
}

/* Takes the text over (NULL: out of memory). */
static struct MHD_Response *json_response(char *text)
{
    if (!text)
        return NULL;
    struct MHD_Response *response =
        MHD_create_response_from_buffer(strlen(text), text, MHD_RESPMEM_MUST_FREE);
    if (!response)
        free(text);
    return with_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, "application/json");
}

static enum MHD_Result send_fixed(struct MHD_Connection *connection, const char *type,
                                  const char *text)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(
        strlen(text), (void *)text, MHD_RESPMEM_PERSISTENT);
    return send_response(connection, MHD_HTTP_OK,
                         with_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type));
}

static enum MHD_Result send_error(struct MHD_Connection *connection, unsigned status)
{
    return send_response(connection, status, json_response(error_body(status)));
}

static enum MHD_Result send_too_many_requests(const struct endpoint *endpoint,
                                              struct MHD_Connection *connection)
{
    unsigned status = MHD_HTTP_TOO_MANY_REQUESTS;
    struct MHD_Response *response = json_response(error_body(status));
    char seconds[32];
    snprintf(seconds, sizeof seconds, "%ld", endpoint->retry_after_s);
    if (endpoint->retry_after_s != 0)
        response = with_header(response, MHD_HTTP_HEADER_RETRY_AFTER, seconds);
    return send_response(connection, status, response);
}

static enum MHD_Result send_redirect(const struct endpoint *endpoint,
                                     struct MHD_Connection *connection)
{
    struct MHD_Response *response = json_response(error_body(MHD_HTTP_FOUND));
    return send_response(
        connection, MHD_HTTP_FOUND,
        with_header(response, MHD_HTTP_HEADER_LOCATION, endpoint->redirect_to));
}

/* An MHD_ContentReaderCallback over a text: what is beyond its end never comes. */
static ssize_t read_cut_off(void *context, uint64_t position, char *buffer, size_t room)
{
    const char *text = context;
    size_t length = strlen(text);
    if (position >= length)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    size_t piece = length - position < room ? length - position : room;
    memcpy(buffer, text + position, piece);
    return (ssize_t)piece;
}

static enum MHD_Result send_cut_off(const struct endpoint *endpoint,
                                    struct MHD_Connection *connection)
{
    char *text = chat_completion(endpoint->review_text);
    if (!text)
        return MHD_NO;
    struct MHD_Response *response = MHD_create_response_from_callback(
        strlen(text) + CUT_OFF_MORE_SIZE, HUGE_BLOCK_SIZE, read_cut_off, text, free);
    if (!response)
        free(text);
    return send_response(
        connection, MHD_HTTP_OK,
        with_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, "application/json"));
}

/* An MHD_ContentReaderCallback: the beginning of a chat completion whose answer doesn't
 * end. */
static ssize_t read_huge(void *context, uint64_t position, char *buffer, size_t room)
{
    static const char beginning[] = "{\"choices\":[{\"message\":{\"content\":\"";
    struct endpoint *endpoint = context;
    if (position >= ENDPOINT_HUGE_BYTES)
        return MHD_CONTENT_READER_END_OF_STREAM;
    memset(buffer, 'x', room);
    if (position == 0 && room >= sizeof beginning - 1)
        memcpy(buffer, beginning, sizeof beginning - 1);
    must(pthread_mutex_lock(&endpoint->lock));
    endpoint->record.bytes_sent += room;
    must(pthread_mutex_unlock(&endpoint->lock));
    return (ssize_t)room;
}

static enum MHD_Result send_huge(struct endpoint *endpoint,
                                 struct MHD_Connection *connection)
{
    struct MHD_Response *response = MHD_create_response_from_callback(
        MHD_SIZE_UNKNOWN, HUGE_BLOCK_SIZE, read_huge, endpoint, NULL);
    return send_response(
        connection, MHD_HTTP_OK,
        with_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, "application/json"));
}

/* Sleeps until the endpoint is stopped or the silence is over; then the connection is
 * closed. */
static enum MHD_Result stay_silent(struct endpoint *endpoint)
{
    struct timespec end;
    clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_sec += endpoint->silent_s;
    must(pthread_mutex_lock(&endpoint->lock));
    while (!endpoint->is_stopping)
        if (pthread_cond_timedwait(&endpoint->stopped, &endpoint->lock, &end) ==
            ETIMEDOUT)
            break;
    must(pthread_mutex_unlock(&endpoint->lock));
    return MHD_NO;
}

/* An MHD_ContentReaderCallback: a blank after each pause, while the endpoint isn't stopped. */
static ssize_t read_dribble(void *context, uint64_t position, char *buffer, size_t room)
{
    struct endpoint *endpoint = context;
    struct timespec next;
    clock_gettime(CLOCK_MONOTONIC, &next);
    next.tv_nsec += DRIBBLE_NS;
    next.tv_sec += next.tv_nsec / NS_PER_S;
    next.tv_nsec %= NS_PER_S;
    must(pthread_mutex_lock(&endpoint->lock));
    while (!endpoint->is_stopping)
        if (pthread_cond_timedwait(&endpoint->stopped, &endpoint->lock, &next) ==
            ETIMEDOUT)
            break;
    bool ends = endpoint->is_stopping ||
                position >= (uint64_t)endpoint->silent_s * (NS_PER_S / DRIBBLE_NS);
    must(pthread_mutex_unlock(&endpoint->lock));
    if (ends || room == 0)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    buffer[0] = ' ';
    return 1;
}

static enum MHD_Result send_dribble(struct endpoint *endpoint,
                                    struct MHD_Connection *connection)
{
    struct MHD_Response *response = MHD_create_response_from_callback(
        MHD_SIZE_UNKNOWN, HUGE_BLOCK_SIZE, read_dribble, endpoint, NULL);
    return send_response(
        connection, MHD_HTTP_OK,
        with_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, "application/json"));
}

static enum MHD_Result play(struct endpoint *endpoint, struct MHD_Connection *connection)
{
    switch (endpoint->reply) {
    case ENDPOINT_GOOD:
        return send_response(connection, MHD_HTTP_OK,
                             json_response(chat_completion(endpoint->review_text)));
    case ENDPOINT_UNAUTHORIZED:
        return send_error(connection, MHD_HTTP_UNAUTHORIZED);
    case ENDPOINT_FORBIDDEN:
        return send_error(connection, MHD_HTTP_FORBIDDEN);
    case ENDPOINT_TOO_MANY_REQUESTS:
        return send_too_many_requests(endpoint, connection);
    case ENDPOINT_SERVER_ERROR:
        return send_error(connection, MHD_HTTP_INTERNAL_SERVER_ERROR);
    case ENDPOINT_NOT_JSON:
        return send_fixed(connection, "text/html", NOT_JSON_BODY);
    case ENDPOINT_NO_CHOICES:
        return send_fixed(connection, "application/json", NO_CHOICES_BODY);
    case ENDPOINT_EMPTY_CHOICES:
        return send_fixed(connection, "application/json", EMPTY_CHOICES_BODY);
    case ENDPOINT_NULL_CONTENT:
        return send_fixed(connection, "application/json", NULL_CONTENT_BODY);
    case ENDPOINT_CUT_OFF:
        return send_cut_off(endpoint, connection);
    case ENDPOINT_HUGE:
        return send_huge(endpoint, connection);
    case ENDPOINT_SILENT:
        return stay_silent(endpoint);
    case ENDPOINT_REDIRECT:
        return send_redirect(endpoint, connection);
    case ENDPOINT_OTHER_STATUS:
        return send_response(connection, endpoint->status,
                             json_response(chat_completion(endpoint->review_text)));
    case ENDPOINT_DRIBBLE:
        return send_dribble(endpoint, connection);
    }
    return MHD_NO;
}

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
    return play(endpoint, connection);
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
