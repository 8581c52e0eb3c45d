/*
 * ai_review.c: the transfer driven by libcurl's multi interface, the body kept as a chain
 * of pieces that is joined at the end.
 *
 * file: ai_review.c
 */
#include "ai_review.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Piece {
    struct Piece *next;
    size_t length;
    char bytes[];
} Piece;

typedef struct Body {
    Piece *first, **end;
    size_t length, limit;
    int error;
} Body;

static size_t on_piece(char *bytes, size_t one, size_t length, void *user)
{
    Body *body = user;
    (void)one;
    body->length += length;
    if (body->length > body->limit) {
        body->error = EMSGSIZE;
        return CURL_WRITEFUNC_PAUSE - 1;
    }
    Piece *piece = malloc(sizeof *piece + length);
    if (!piece) {
        body->error = ENOMEM;
        return CURL_WRITEFUNC_PAUSE - 1;
    }
    piece->next = NULL;
    piece->length = length;
    memcpy(piece->bytes, bytes, length);
    *body->end = piece;
    body->end = &piece->next;
    return length;
}

static char *join(const Body *body)
{
    char *all = malloc(body->length + 1), *to = all;
    if (!all)
        return NULL;
    for (const Piece *piece = body->first; piece; piece = piece->next) {
        memcpy(to, piece->bytes, piece->length);
        to += piece->length;
    }
    *to = '\0';
    return all;
}

static void drop(Body *body)
{
    while (body->first) {
        Piece *next = body->first->next;
        free(body->first);
        body->first = next;
    }
}

int build_review_request(const ReviewClient *client, const char *snippet, char **json)
{
    if (!client || !snippet || !json)
        return errno = EINVAL, -1;
    const char *const texts[2][2] = {{"system", "Find the races."}, {"user", snippet}};
    cJSON *root = cJSON_CreateObject(), *list = cJSON_CreateArray();
    int whole = root && list && cJSON_AddStringToObject(root, "model", client->model);
    for (int i = 0; i < 2 && whole; i++) {
        cJSON *message = cJSON_CreateObject();
        whole = message && cJSON_AddStringToObject(message, "role", texts[i][0]) &&
                cJSON_AddStringToObject(message, "content", texts[i][1]);
        if (!whole || !cJSON_AddItemToArray(list, message)) {
            cJSON_Delete(message);
            whole = 0;
        }
    }
    if (whole && cJSON_AddItemToObject(root, "messages", list))
        list = NULL;
    else
        whole = 0;
    char *text = whole ? cJSON_Print(root) : NULL;
    cJSON_Delete(list);
    cJSON_Delete(root);
    if (!text)
        return errno = ENOMEM, -1;
    *json = text;
    return 0;
}

int read_review_reply(const char *body, char **text)
{
    if (!body || !text)
        return errno = EINVAL, -1;
    int error = EBADMSG;
    cJSON *root = cJSON_Parse(body);
    cJSON *choices = cJSON_GetObjectItem(root, "choices");
    if (cJSON_IsArray(choices) && choices->child) {
        cJSON *content = cJSON_GetObjectItem(
            cJSON_GetObjectItem(choices->child, "message"), "content");
        if (cJSON_IsString(content)) {
            char *copy = strdup(content->valuestring);
            error = copy ? 0 : ENOMEM;
            if (copy)
                *text = copy;
        }
    }
    cJSON_Delete(root);
    if (error)
        errno = error;
    return error ? -1 : 0;
}

static CURLcode transfer(CURL *curl)
{
    CURLM *multi = curl_multi_init();
    CURLcode code = CURLE_OUT_OF_MEMORY;
    int running = 1, left;
    if (!multi || curl_multi_add_handle(multi, curl) != CURLM_OK) {
        curl_multi_cleanup(multi);
        return code;
    }
    while (curl_multi_perform(multi, &running) == CURLM_OK && running)
        if (curl_multi_poll(multi, NULL, 0, 1000, NULL) != CURLM_OK)
            break;
    for (CURLMsg *message; (message = curl_multi_info_read(multi, &left));)
        if (message->msg == CURLMSG_DONE)
            code = message->data.result;
    curl_multi_remove_handle(multi, curl);
    curl_multi_cleanup(multi);
    return code;
}

static int judge(CURL *curl, CURLcode code, const Body *body, Review *review)
{
    curl_off_t seconds = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &review->http_status);
    curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &seconds);
    review->retry_after_s = seconds;
    if (body->error || code)
        return body->error ? body->error : review_client_errno(code);
    switch (review->http_status) {
    case 200: {
        char *all = join(body);
        int error = !all                                           ? ENOMEM
                    : read_review_reply(all, &review->text) != 0 ? errno
                                                                   : 0;
        free(all);
        return error;
    }
    case 401:
    case 403:
        return EACCES;
    case 429:
        return EAGAIN;
    }
    return EREMOTEIO;
}

int request_review(const ReviewClient *client, const char *snippet, Review *review)
{
    if (!client || !snippet || !review)
        return errno = EINVAL, -1;
    memset(review, 0, sizeof *review);
    Body body = {.limit = client->reply_limit};
    body.end = &body.first;
    struct curl_slist *list = NULL;
    char *json = NULL, line[256], url[256];
    CURL *curl = NULL;
    int error = ENOMEM;
    if (build_review_request(client, snippet, &json) != 0)
        return -1;
    snprintf(line, sizeof line, "Authorization: Bearer %s", client->api_key);
    snprintf(url, sizeof url, "%s/chat/completions", client->base_url);
    if (!(list = curl_slist_append(NULL, line)))
        goto out;
    if (!curl_slist_append(list, "Content-Type: application/json"))
        goto out;
    if (!(curl = review_client_open()))
        goto out;
    if (curl_easy_setopt(curl, CURLOPT_URL, url) ||
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list) ||
        curl_easy_setopt(curl, CURLOPT_POST, 1L) ||
        curl_easy_setopt(curl, CURLOPT_COPYPOSTFIELDS, json) ||
        curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, client->timeout_ms) ||
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_piece) ||
        curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body))
        goto out;
    error = judge(curl, transfer(curl), &body, review);
out:
    curl_easy_cleanup(curl);
    curl_slist_free_all(list);
    drop(&body);
    free(json);
    if (error)
        errno = error;
    return error ? -1 : 0;
}
