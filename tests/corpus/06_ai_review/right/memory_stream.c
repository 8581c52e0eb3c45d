/*
 * ai_review.c: the body collected in a memory stream, the header lines in open_memstream
 * too, one function for each thing that is allocated.
 *
 * file: ai_review.c
 */
#define _GNU_SOURCE
#include "ai_review.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int give(int error)
{
    if (error)
        errno = error;
    return error ? -1 : 0;
}

static int add(cJSON *messages, const char *role, const char *content)
{
    cJSON *message = cJSON_CreateObject();
    cJSON_AddItemToArray(messages, message);
    return message && cJSON_AddStringToObject(message, "role", role) &&
           cJSON_AddStringToObject(message, "content", content);
}

int build_review_request(const ReviewClient *client, const char *snippet, char **json)
{
    if (!client || !snippet || !json)
        return give(EINVAL);
    char *text = NULL;
    cJSON *root = cJSON_CreateObject();
    cJSON *messages = cJSON_AddArrayToObject(root, "messages");
    if (messages && add(messages, "system", "Which locks guard what?") &&
        add(messages, "user", snippet) &&
        cJSON_AddStringToObject(root, "model", client->model))
        text = cJSON_PrintBuffered(root, 1024, 0);
    cJSON_Delete(root);
    if (text)
        *json = text;
    return give(text ? 0 : ENOMEM);
}

int read_review_reply(const char *body, char **text)
{
    if (!body || !text)
        return give(EINVAL);
    cJSON *root = cJSON_Parse(body), *at = cJSON_GetObjectItem(root, "choices");
    at = cJSON_IsArray(at) ? cJSON_GetArrayItem(at, 0) : NULL;
    at = cJSON_GetObjectItem(cJSON_GetObjectItem(at, "message"), "content");
    char *copy = NULL;
    int error = !cJSON_IsString(at)                 ? EBADMSG
                : !(copy = strdup(at->valuestring)) ? ENOMEM
                                                    : 0;
    cJSON_Delete(root);
    if (copy)
        *text = copy;
    return give(error);
}

struct collector {
    FILE *stream;
    size_t left;
    int error;
};

static size_t collect(char *piece, size_t size, size_t count, void *context)
{
    struct collector *collector = context;
    size_t length = size * count;
    if (length > collector->left)
        collector->error = EMSGSIZE;
    else if (fwrite(piece, 1, length, collector->stream) != length)
        collector->error = ENOMEM;
    else
        collector->left -= length;
    return collector->error ? 0 : length;
}

static struct curl_slist *append(struct curl_slist *list, const char *line, int *whole)
{
    struct curl_slist *longer = *whole ? curl_slist_append(list, line) : NULL;
    if (!longer)
        *whole = 0;
    return longer ? longer : list;
}

static int errno_for(long status)
{
    const struct {
        long status;
        int error;
    } known[] = {{200, 0}, {401, EACCES}, {403, EACCES}, {429, EAGAIN}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (known[i].status == status)
            return known[i].error;
    return EREMOTEIO;
}

static int perform(CURL *curl, struct collector *collector, Review *review)
{
    CURLcode code = curl_easy_perform(curl);
    curl_off_t seconds = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &review->http_status);
    if (review->http_status == 429) {
        curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &seconds);
        review->retry_after_s = (long)seconds;
    }
    if (collector->error)
        return collector->error;
    return code ? review_client_errno(code) : errno_for(review->http_status);
}

int request_review(const ReviewClient *client, const char *snippet, Review *review)
{
    if (!client || !snippet || !review)
        return give(EINVAL);
    *review = (Review){NULL, 0, 0};
    char *json = NULL, *body = NULL, *bearer = NULL, *url = NULL;
    size_t size;
    int whole = 1, error = ENOMEM;
    struct collector collector = {.left = client->reply_limit};
    struct curl_slist *headers = NULL;
    CURL *curl = NULL;
    if (build_review_request(client, snippet, &json) != 0)
        return -1;
    if (asprintf(&url, "%s/chat/completions", client->base_url) < 0) {
        url = NULL;
        goto done;
    }
    if (asprintf(&bearer, "authorization: Bearer %s", client->api_key) < 0) {
        bearer = NULL;
        goto done;
    }
    headers = append(headers, "content-type: application/json", &whole);
    headers = append(headers, bearer, &whole);
    collector.stream = open_memstream(&body, &size);
    curl = review_client_open();
    if (!whole || !collector.stream || !curl)
        goto done;
    CURLcode code = curl_easy_setopt(curl, CURLOPT_URL, url);
    code = code ? code : curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    code = code ? code : curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, strlen(json));
    code = code ? code : curl_easy_setopt(curl, CURLOPT_POSTFIELDS, json);
    code = code ? code : curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, client->timeout_ms);
    code = code ? code : curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, collect);
    code = code ? code : curl_easy_setopt(curl, CURLOPT_WRITEDATA, &collector);
    error = code ? review_client_errno(code) : perform(curl, &collector, review);
done:
    if (collector.stream && fclose(collector.stream) != 0 && error == 0)
        error = ENOMEM;
    if (error == 0 && read_review_reply(body, &review->text) != 0)
        error = errno;
    curl_easy_cleanup(curl);
    curl_slist_free_all(headers);
    free(body);
    free(bearer);
    free(url);
    free(json);
    return give(error);
}
