/*
 * endpoint_play.c - the replies: good ones, errors, and what servers do on a bad day.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "endpoint_parts.h"
#include "replies.h"
#include "review_maker.h"

#define HUGE_BLOCK_SIZE   (32 * 1024)
#define CUT_OFF_MORE_SIZE 1000 /* bytes promised and never sent */
#define NS_PER_S          1000000000l
#define DRIBBLE_NS        20000000l /* between two bytes */

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

enum MHD_Result send_error(struct MHD_Connection *connection, unsigned status)
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

enum MHD_Result play_reply(struct endpoint *endpoint, struct MHD_Connection *connection)
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
