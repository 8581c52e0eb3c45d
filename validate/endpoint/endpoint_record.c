/*
 * endpoint_record.c - what the endpoint remembers of a request.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "endpoint_parts.h"

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

char *copy_string(const char *text, bool *is_whole)
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
        .bare = record->bare,
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

static bool is_bare(const struct endpoint_record *seen)
{
    static const char json[] = "application/json";
    return !seen->authorization || !seen->content_type ||
           strncasecmp(seen->content_type, json, sizeof json - 1) != 0;
}

static int put_in_place(struct endpoint *endpoint, struct endpoint_record *seen)
{
    must(pthread_mutex_lock(&endpoint->lock));
    seen->requests = endpoint->record.requests + 1;
    seen->bare = endpoint->record.bare + is_bare(seen);
    seen->bytes_sent = endpoint->record.bytes_sent;
    endpoint_record_free(&endpoint->record);
    int status = copy_record(seen, &endpoint->record);
    must(pthread_mutex_unlock(&endpoint->lock));
    return status;
}

/* Puts the request in the place of the last one. */
int record_request(struct endpoint *endpoint, struct MHD_Connection *connection,
                   const char *method, const char *path, const struct upload *upload)
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
