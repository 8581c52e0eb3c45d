/* mistake: read_review_reply is taken to have failed when errno is set, whatever it returned
 * fails: answer_arrives
 * says: reports a failure although nothing failed
 * file: ai_review.c
 */
#define _GNU_SOURCE /* asprintf */
#include "ai_review.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The system message. Yours to improve: what would you want a reviewer to look at? */
#define INSTRUCTIONS                                                                     \
    "You review concurrent C code (pthreads). For each fault name the line, the "        \
    "shared datum, and the order of steps that breaks it. Don't rewrite the code."

/* What has come of the reply until now. */
typedef struct Reply {
    char *body;    /* '\0'-terminated, to be freed; NULL until something has come */
    size_t length; /* without the '\0' */
    size_t limit;  /* the greatest length to accept */
    int error;     /* why the transfer was stopped by us: an errno; 0: it wasn't */
} Reply;

/* ---- the request as JSON -------------------------------------------------------- */

static int add_message(cJSON *messages, const char *role, const char *content)
{
    cJSON *message = cJSON_CreateObject();
    if (cJSON_AddStringToObject(message, "role", role) &&
        cJSON_AddStringToObject(message, "content", content) &&
        cJSON_AddItemToArray(messages, message))
        return 0;
    cJSON_Delete(message); /* the array didn't take it: it is still ours */
    return -1;
}

int build_review_request(const ReviewClient *client, const char *snippet, char **json)
{
    if (!client || !snippet || !json) {
        errno = EINVAL;
        return -1;
    }
    char *text = NULL;
    cJSON *request = cJSON_CreateObject();
    /* cJSON refuses a NULL object politely, so one test covers the whole chain. */
    cJSON *messages = cJSON_AddArrayToObject(request, "messages");
    if (messages && cJSON_AddStringToObject(request, "model", client->model) &&
        add_message(messages, "system", INSTRUCTIONS) == 0 &&
        add_message(messages, "user", snippet) == 0)
        text = cJSON_PrintUnformatted(request); /* escapes what needs escaping */
    cJSON_Delete(request);                      /* and all that was added to it */
    if (!text) {
        errno = ENOMEM;
        return -1;
    }
    *json = text;
    return 0;
}

/* ---- the reply ------------------------------------------------------------------ */

int read_review_reply(const char *body, char **text)
{
    if (!body || !text) {
        errno = EINVAL;
        return -1;
    }
    cJSON *reply = cJSON_Parse(body);
    /* Each step answers NULL for NULL or for a value of another type: only the last one
     * needs a test. */
    cJSON *choices = cJSON_GetObjectItemCaseSensitive(reply, "choices");
    cJSON *choice = cJSON_IsArray(choices) ? cJSON_GetArrayItem(choices, 0) : NULL;
    cJSON *message = cJSON_GetObjectItemCaseSensitive(choice, "message");
    cJSON *content = cJSON_GetObjectItemCaseSensitive(message, "content");
    int error = EBADMSG;
    char *copy = NULL;
    if (cJSON_IsString(content)) {
        copy = strdup(content->valuestring); /* the original goes with the tree */
        error = ENOMEM;
    }
    cJSON_Delete(reply);
    if (!copy) {
        errno = error;
        return -1;
    }
    *text = copy;
    return 0;
}

/* ---- the exchange --------------------------------------------------------------- */

/* libcurl calls it for each piece of the body. Any answer but the piece's length stops
 * the transfer with CURLE_WRITE_ERROR. */
static size_t keep_reply(char *piece, size_t size, size_t count, void *context)
{
    Reply *reply = context;
    size_t length = size * count; /* size is always 1, says CURLOPT_WRITEFUNCTION(3) */
    if (length > reply->limit - reply->length) { /* this way round nothing can overflow */
        reply->error = EMSGSIZE;
        return 0;
    }
    char *body = realloc(reply->body, reply->length + length + 1);
    if (!body) {
        reply->error = ENOMEM;
        return 0;
    }
    memcpy(body + reply->length, piece, length);
    reply->length += length;
    body[reply->length] = '\0';
    reply->body = body;
    return length;
}

/* Returns the headers, for curl_slist_free_all; NULL: out of memory. */
static struct curl_slist *make_headers(const ReviewClient *client)
{
    char *bearer;
    if (asprintf(&bearer, "Authorization: Bearer %s", client->api_key) < 0)
        return NULL;
    struct curl_slist *type = curl_slist_append(NULL, "Content-Type: application/json");
    struct curl_slist *both = type ? curl_slist_append(type, bearer) : NULL;
    if (!both)
        curl_slist_free_all(type); /* a failed append leaves the list to us */
    free(bearer);
    return both;
}

/* Everything about our request. The JSON, the headers and the reply must live until the
 * transfer has ended: libcurl copies the URL alone. */
static CURLcode set_up(CURL *curl, const ReviewClient *client, const char *json,
                       struct curl_slist *headers, Reply *reply)
{
    char *url;
    if (asprintf(&url, "%s/chat/completions", client->base_url) < 0)
        return CURLE_OUT_OF_MEMORY;
    CURLcode code = curl_easy_setopt(curl, CURLOPT_URL, url);
    free(url);
    if (code == CURLE_OK)
        code = curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    if (code == CURLE_OK) /* with it the method is POST */
        code = curl_easy_setopt(curl, CURLOPT_POSTFIELDS, json);
    if (code == CURLE_OK) /* otherwise a silent server keeps us for ever */
        code = curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, client->timeout_ms);
    if (code == CURLE_OK)
        code = curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep_reply);
    if (code == CURLE_OK)
        code = curl_easy_setopt(curl, CURLOPT_WRITEDATA, reply);
    return code;
}

static int errno_of_status(long status)
{
    switch (status) {
    case 200:
        return 0;
    case 401:
    case 403:
        return EACCES;
    case 429:
        return EAGAIN;
    default:
        return EREMOTEIO;
    }
}

/* Sends the request and receives the reply. Returns 0 or an errno; what is known of the
 * reply is in *review either way. */
static int exchange(CURL *curl, const Reply *reply, Review *review)
{
    CURLcode code = curl_easy_perform(curl);
    curl_off_t retry_after = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &review->http_status);
    curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &retry_after);
    review->retry_after_s = (long)retry_after;
    if (reply->error) /* libcurl only knows that keep_reply refused, not why */
        return reply->error;
    if (code != CURLE_OK) /* before the status: half a reply with a 200 is no reply */
        return review_client_errno(code);
    return errno_of_status(review->http_status);
}

int request_review(const ReviewClient *client, const char *snippet, Review *review)
{
    if (!client || !snippet || !review) {
        errno = EINVAL;
        return -1;
    }
    *review = (Review){0};
    char *json;
    if (build_review_request(client, snippet, &json) != 0)
        return -1;
    Reply reply = {.limit = client->reply_limit};
    struct curl_slist *headers = make_headers(client);
    CURL *curl = review_client_open();
    int error = ENOMEM;
    if (!headers || !curl)
        goto done;
    error = review_client_errno(set_up(curl, client, json, headers, &reply));
    if (error == 0)
        error = exchange(curl, &reply, review);
    /* A reply without a body is "", which isn't JSON. */
    if (error == 0) {
        errno = 0;
        read_review_reply(reply.body ? reply.body : "", &review->text);
        error = errno;
    }
done:
    curl_easy_cleanup(curl); /* first: it points to the others */
    curl_slist_free_all(headers);
    free(reply.body);
    free(json);
    if (error == 0)
        return 0;
    errno = error;
    return -1;
}
