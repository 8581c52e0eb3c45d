/*
 * ai_review.c: the request written by hand into a growing text, the reply received into
 * one block of the greatest length allowed.
 *
 * file: ai_review.c
 */
#include "ai_review.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- a text that grows ------------------------------------------------------------- */

struct text {
    char *bytes;
    size_t used, room;
    int failed;
};

static void put_bytes(struct text *text, const char *bytes, size_t count)
{
    if (text->failed)
        return;
    if (text->used + count + 1 > text->room) {
        size_t room = 2 * (text->used + count + 1);
        char *more = realloc(text->bytes, room);
        if (!more) {
            text->failed = 1;
            return;
        }
        text->bytes = more;
        text->room = room;
    }
    memcpy(text->bytes + text->used, bytes, count);
    text->used += count;
    text->bytes[text->used] = '\0';
}

static void put(struct text *text, const char *string)
{
    put_bytes(text, string, strlen(string));
}

static void put_json_string(struct text *text, const char *string)
{
    put(text, "\"");
    for (; *string; string++) {
        unsigned char c = (unsigned char)*string;
        char escaped[8];
        if (c == '"' || c == '\\') {
            put(text, "\\");
            put_bytes(text, string, 1);
        } else if (c < 0x20) {
            snprintf(escaped, sizeof escaped, "\\u%04x", c);
            put(text, escaped);
        } else {
            put_bytes(text, string, 1);
        }
    }
    put(text, "\"");
}

int build_review_request(const ReviewClient *client, const char *snippet, char **json)
{
    struct text text = {0};
    if (client == NULL || snippet == NULL || json == NULL) {
        errno = EINVAL;
        return -1;
    }
    put(&text, "{\"temperature\": 0, \"model\": ");
    put_json_string(&text, client->model);
    put(&text, ", \"stream\": false, \"messages\": [{\"role\": \"system\", \"content\": "
               "\"Review this C code.\"}, {\"role\": \"user\", \"content\": ");
    char *prompt = malloc(strlen(snippet) + 64);
    if (prompt == NULL) {
        free(text.bytes);
        errno = ENOMEM;
        return -1;
    }
    sprintf(prompt, "Here it is:\n```c\n%s\n```", snippet);
    put_json_string(&text, prompt);
    free(prompt);
    put(&text, "}]}");
    if (text.failed) {
        free(text.bytes);
        errno = ENOMEM;
        return -1;
    }
    *json = text.bytes;
    return 0;
}

int read_review_reply(const char *body, char **text)
{
    int status = -1;
    if (body == NULL || text == NULL) {
        errno = EINVAL;
        return -1;
    }
    cJSON *root = cJSON_Parse(body);
    const cJSON *choices = cJSON_GetObjectItem(root, "choices");
    errno = EBADMSG;
    if (cJSON_IsArray(choices) && cJSON_GetArraySize(choices) > 0) {
        const cJSON *message =
            cJSON_GetObjectItem(cJSON_GetArrayItem(choices, 0), "message");
        const char *answer =
            cJSON_GetStringValue(cJSON_GetObjectItem(message, "content"));
        char *copy = NULL;
        if (answer != NULL) {
            copy = malloc(strlen(answer) + 1);
            errno = ENOMEM;
        }
        if (copy != NULL) {
            strcpy(copy, answer);
            *text = copy;
            status = 0;
        }
    }
    int kept = errno;
    cJSON_Delete(root);
    errno = kept;
    return status;
}

/* ---- the exchange -------------------------------------------------------------------- */

struct sink {
    char *block; /* limit + 1 bytes */
    size_t used, limit;
    int full;
};

static size_t take(char *bytes, size_t size, size_t count, void *context)
{
    struct sink *sink = context;
    if (size * count > sink->limit - sink->used) {
        sink->full = 1;
        return size * count == 0 ? 1 : 0;
    }
    memcpy(sink->block + sink->used, bytes, size * count);
    sink->used += size * count;
    return size * count;
}

static int why_not(CURLcode code, const struct sink *sink, long status)
{
    if (sink->full)
        return EMSGSIZE;
    if (code != CURLE_OK)
        return review_client_errno(code);
    if (status == 200)
        return 0;
    if (status == 429)
        return EAGAIN;
    return status == 401 || status == 403 ? EACCES : EREMOTEIO;
}

static int exchange(CURL *curl, const ReviewClient *client, struct sink *sink,
                    Review *review)
{
    struct curl_slist *headers = NULL, *longer;
    char *url = malloc(strlen(client->base_url) + sizeof "/chat/completions");
    char *key = malloc(strlen(client->api_key) + sizeof "Authorization: Bearer ");
    int error = ENOMEM;
    if (url == NULL || key == NULL)
        goto out;
    sprintf(url, "%s/chat/completions", client->base_url);
    sprintf(key, "Authorization: Bearer %s", client->api_key);
    const char *const lines[] = {key, "Content-Type: application/json; charset=utf-8",
                                 "Expect:"};
    for (size_t i = 0; i < 3; i++) {
        longer = curl_slist_append(headers, lines[i]);
        if (longer == NULL)
            goto out;
        headers = longer;
    }
    if (curl_easy_setopt(curl, CURLOPT_URL, url) != CURLE_OK)
        goto out;
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, client->timeout_ms);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, sink);
    CURLcode code = curl_easy_perform(curl);
    curl_off_t wait = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &review->http_status);
    if (curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &wait) == CURLE_OK)
        review->retry_after_s = (long)wait;
    error = why_not(code, sink, review->http_status);
out:
    curl_slist_free_all(headers);
    free(url);
    free(key);
    return error;
}

int request_review(const ReviewClient *client, const char *snippet, Review *review)
{
    if (client == NULL || snippet == NULL || review == NULL) {
        errno = EINVAL;
        return -1;
    }
    review->text = NULL;
    review->http_status = review->retry_after_s = 0;
    char *json = NULL;
    struct sink sink = {.limit = client->reply_limit};
    CURL *curl = NULL;
    int error = 0;
    if (build_review_request(client, snippet, &json) != 0)
        return -1;
    sink.block = malloc(sink.limit + 1);
    curl = review_client_open();
    if (sink.block == NULL || curl == NULL)
        error = ENOMEM;
    if (error == 0 && curl_easy_setopt(curl, CURLOPT_POSTFIELDS, json) != CURLE_OK)
        error = ENOMEM;
    if (error == 0)
        error = exchange(curl, client, &sink, review);
    if (error == 0) {
        sink.block[sink.used] = '\0';
        if (read_review_reply(sink.block, &review->text) != 0)
            error = errno;
    }
    curl_easy_cleanup(curl);
    free(sink.block);
    free(json);
    errno = error;
    return error == 0 ? 0 : -1;
}
