/*
 * endpoint_test.c - unit tests of the local chat completions endpoint: each reply that it
 * can play, as libcurl receives it, and what it records of a request. Link with
 * validate/endpoint/{endpoint,replies}.c, -lmicrohttpd, -lcurl and -lcjson.
 */
#define _GNU_SOURCE
#include "endpoint.h"

#include <cjson/cJSON.h>
#include <criterion/criterion.h>
#include <curl/curl.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What came back. */
static CURLcode code;
static long status;
static char *body; /* whole, '\0'-terminated */
static size_t body_length, body_limit;
static char retry_after[64], location[128], content_type[64];

static struct endpoint *endpoint;
static bool without_headers; /* ask without those of our own */

static void take_at_most(size_t limit)
{
    free(body);
    body = calloc(1, limit + 1);
    cr_assert(body);
    body_length = 0;
    body_limit = limit;
}

static size_t take_body(char *piece, size_t one, size_t length, void *context)
{
    (void)one;
    (void)context;
    if (body_length + length > body_limit)
        return 0;
    memcpy(body + body_length, piece, length);
    body_length += length;
    body[body_length] = '\0';
    return length;
}

static size_t take_header(char *line, size_t one, size_t length, void *context)
{
    (void)one;
    (void)context;
    char copy[256] = "";
    snprintf(copy, sizeof copy, "%.*s", (int)length, line);
    sscanf(copy, "Retry-After: %63[^\r\n]", retry_after);
    sscanf(copy, "Location: %127[^\r\n]", location);
    sscanf(copy, "Content-Type: %63[^\r\n]", content_type);
    return length;
}

/* Sends a request to the endpoint; `data` NULL: a GET. */
static void ask(const char *path, const char *data, size_t length, long timeout_ms)
{
    char url[256];
    CURL *curl = curl_easy_init();
    cr_assert(curl);
    struct curl_slist *headers = curl_slist_append(NULL, "Authorization: Bearer k");
    headers = curl_slist_append(headers, "Content-Type: application/json");
    snprintf(url, sizeof url, "%s%s", endpoint_url(endpoint), path);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
    if (!without_headers)
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "test");
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, timeout_ms);
    if (data) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)length);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, data);
    }
    code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
}

static void start(const struct endpoint_plan *plan)
{
    take_at_most(1u << 20);
    endpoint = endpoint_start(plan);
    cr_assert(endpoint, "errno %d", errno);
}

/* Starts an endpoint with the plan and asks it once. */
static void play(struct endpoint_plan plan)
{
    start(&plan);
    ask("/chat/completions", "{}", 2, 20000);
}

static void end(void)
{
    endpoint_stop(endpoint);
    free(body);
}

TestSuite(endpoint, .fini = end, .timeout = 60);

/* The answer in a chat completion, for free(); NULL: there is none. */
static char *content_of(const char *text)
{
    cJSON *tree = cJSON_Parse(text);
    cr_assert(tree, "no JSON: %s", text);
    const cJSON *choice = cJSON_GetArrayItem(cJSON_GetObjectItem(tree, "choices"), 0);
    const cJSON *message = cJSON_GetObjectItem(choice, "message");
    const char *content = cJSON_GetStringValue(cJSON_GetObjectItem(message, "content"));
    char *copy = content ? strdup(content) : NULL;
    cJSON_Delete(tree);
    return copy;
}

/* ---- replies --------------------------------------------------------------------- */

Test(endpoint, good)
{
    play((struct endpoint_plan){.reply = ENDPOINT_GOOD,
                                .review_text = "one \"two\"\n\xc3\xa9 \\"});
    cr_assert_eq(code, CURLE_OK);
    cr_assert_eq(status, 200);
    cr_assert_str_eq(content_type, "application/json");
    char *content = content_of(body);
    cr_assert_str_eq(content, "one \"two\"\n\xc3\xa9 \\");
    free(content);
}

Test(endpoint, good_has_a_canned_review)
{
    play((struct endpoint_plan){.reply = ENDPOINT_GOOD});
    char *content = content_of(body);
    cr_assert(content);
    cr_assert(strstr(content, "fetch_lock"));
    free(content);
}

Test(endpoint, errors_have_their_status_and_json)
{
    static const struct {
        enum endpoint_reply reply;
        long status;
    } errors[] = {{ENDPOINT_UNAUTHORIZED, 401},
                  {ENDPOINT_FORBIDDEN, 403},
                  {ENDPOINT_TOO_MANY_REQUESTS, 429},
                  {ENDPOINT_SERVER_ERROR, 500}};
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        play((struct endpoint_plan){.reply = errors[i].reply});
        cr_expect_eq(code, CURLE_OK);
        cr_expect_eq(status, errors[i].status);
        cJSON *tree = cJSON_Parse(body);
        cr_expect(cJSON_GetObjectItem(tree, "error"), "%s", body);
        cJSON_Delete(tree);
        endpoint_stop(endpoint);
        endpoint = NULL;
    }
    cr_assert_str_empty(retry_after);
}

Test(endpoint, too_many_requests_may_say_when_to_come_back)
{
    play(
        (struct endpoint_plan){.reply = ENDPOINT_TOO_MANY_REQUESTS, .retry_after_s = 17});
    cr_assert_eq(status, 429);
    cr_assert_str_eq(retry_after, "17");
}

Test(endpoint, not_json)
{
    play((struct endpoint_plan){.reply = ENDPOINT_NOT_JSON});
    cr_assert_eq(status, 200);
    cr_assert_str_eq(content_type, "text/html");
    cr_assert_null(cJSON_Parse(body));
}

Test(endpoint, no_choices)
{
    play((struct endpoint_plan){.reply = ENDPOINT_NO_CHOICES});
    cr_assert_eq(status, 200);
    cJSON *tree = cJSON_Parse(body);
    cr_assert(tree);
    cr_assert_not(cJSON_HasObjectItem(tree, "choices"));
    cJSON_Delete(tree);
}

Test(endpoint, empty_choices)
{
    play((struct endpoint_plan){.reply = ENDPOINT_EMPTY_CHOICES});
    cr_assert_eq(status, 200);
    cJSON *tree = cJSON_Parse(body);
    const cJSON *choices = cJSON_GetObjectItem(tree, "choices");
    cr_assert(cJSON_IsArray(choices));
    cr_assert_eq(cJSON_GetArraySize(choices), 0);
    cJSON_Delete(tree);
}

Test(endpoint, null_content)
{
    play((struct endpoint_plan){.reply = ENDPOINT_NULL_CONTENT});
    cr_assert_eq(status, 200);
    cr_assert(strstr(body, "\"content\": null"));
    cr_assert_null(content_of(body));
}

/* What came is a whole chat completion: only the missing rest tells of the cut. */
Test(endpoint, cut_off)
{
    play((struct endpoint_plan){.reply = ENDPOINT_CUT_OFF, .review_text = "x"});
    cr_assert_eq(code, CURLE_PARTIAL_FILE);
    cr_assert_eq(status, 200);
    char *content = content_of(body);
    cr_assert_str_eq(content, "x");
    free(content);
}

Test(endpoint, huge_goes_on_as_long_as_somebody_reads)
{
    start(&(struct endpoint_plan){.reply = ENDPOINT_HUGE});
    take_at_most(256 * 1024);
    ask("/chat/completions", "{}", 2, 20000);
    cr_assert_eq(code, CURLE_WRITE_ERROR);
    cr_assert_eq(status, 200);
    struct endpoint_record record;
    cr_assert_eq(endpoint_recorded(endpoint, &record), 0);
    cr_assert_gt(record.bytes_sent, body_length);
    cr_assert_lt(record.bytes_sent, ENDPOINT_HUGE_BYTES);
    endpoint_record_free(&record);
}

Test(endpoint, huge_has_an_end)
{
    start(&(struct endpoint_plan){.reply = ENDPOINT_HUGE});
    take_at_most(2 * ENDPOINT_HUGE_BYTES);
    ask("/chat/completions", "{}", 2, 50000);
    cr_assert_eq(code, CURLE_OK);
    cr_assert_geq(body_length, ENDPOINT_HUGE_BYTES);
}

/* The endpoint is stopped while a handler is silent: it must not wait for the silence to
 * end. */
Test(endpoint, silent, .timeout = 30)
{
    start(&(struct endpoint_plan){.reply = ENDPOINT_SILENT});
    ask("/chat/completions", "{}", 2, 300);
    cr_assert_eq(code, CURLE_OPERATION_TIMEDOUT);
    cr_assert_eq(body_length, 0);
}

Test(endpoint, silence_may_have_an_end)
{
    play((struct endpoint_plan){.reply = ENDPOINT_SILENT, .silent_s = 1});
    cr_assert_eq(code, CURLE_GOT_NOTHING);
}

Test(endpoint, https_has_a_certificate_that_nobody_trusts)
{
    struct endpoint_record record;
    play((struct endpoint_plan){.reply = ENDPOINT_GOOD, .https = true});
    cr_assert_eq(strncmp(endpoint_url(endpoint), "https://127.0.0.1:", 18), 0);
    cr_assert_eq(code, CURLE_PEER_FAILED_VERIFICATION);
    cr_assert_eq(endpoint_recorded(endpoint, &record), 0);
    cr_assert_eq(record.requests, 0);
    endpoint_record_free(&record);
}

Test(endpoint, redirect)
{
    play((struct endpoint_plan){.reply = ENDPOINT_REDIRECT,
                                .redirect_to = "http://127.0.0.1:1/v1"});
    cr_assert_eq(status, 302);
    cr_assert_str_eq(location, "http://127.0.0.1:1/v1");
}

Test(endpoint, a_redirect_to_nowhere_is_no_plan)
{
    errno = 0;
    cr_assert_null(endpoint_start(&(struct endpoint_plan){.reply = ENDPOINT_REDIRECT}));
    cr_assert_eq(errno, EINVAL);
    endpoint_stop(NULL);
}

/* ---- requests -------------------------------------------------------------------- */

Test(endpoint, a_request_is_recorded_whole)
{
    struct endpoint_record record;
    start(&(struct endpoint_plan){.reply = ENDPOINT_GOOD});
    cr_assert_eq(endpoint_recorded(endpoint, &record), 0);
    cr_assert_eq(record.requests, 0);
    cr_assert_str_empty(record.body);
    endpoint_record_free(&record);
    ask("/chat/completions", "{\"a\0b\"}", 7, 20000);
    cr_assert_eq(endpoint_recorded(endpoint, &record), 0);
    cr_assert_eq(record.requests, 1);
    cr_assert_str_eq(record.method, "POST");
    cr_assert_str_eq(record.path, "/v1/chat/completions");
    cr_assert_str_eq(record.authorization, "Bearer k");
    cr_assert_str_eq(record.content_type, "application/json");
    cr_assert_str_eq(record.user_agent, "test");
    cr_assert_eq(record.body_length, 7);
    cr_assert_eq(memcmp(record.body, "{\"a\0b\"}", 8), 0);
    endpoint_record_free(&record);
    cr_assert_null(record.path);
}

Test(endpoint, requests_without_key_or_type_are_counted)
{
    struct endpoint_record record;
    start(&(struct endpoint_plan){.reply = ENDPOINT_GOOD});
    without_headers = true;
    ask("/chat/completions", "{}", 2, 20000);
    without_headers = false;
    ask("/chat/completions", "{}", 2, 20000);
    cr_assert_eq(endpoint_recorded(endpoint, &record), 0);
    cr_assert_eq(record.requests, 2);
    cr_assert_eq(record.bare, 1);
    endpoint_record_free(&record);
}

Test(endpoint, a_long_request_comes_in_pieces)
{
    struct endpoint_record record;
    size_t length = 3u << 20;
    char *data = malloc(length);
    cr_assert(data);
    for (size_t i = 0; i < length; i++)
        data[i] = (char)('a' + i % 23);
    start(&(struct endpoint_plan){.reply = ENDPOINT_GOOD});
    ask("/chat/completions", data, length, 20000);
    cr_assert_eq(status, 200);
    cr_assert_eq(endpoint_recorded(endpoint, &record), 0);
    cr_assert_eq(record.body_length, length);
    cr_assert_eq(memcmp(record.body, data, length), 0);
    endpoint_record_free(&record);
    free(data);
}

Test(endpoint, a_request_that_is_too_long_is_refused)
{
    struct endpoint_record record;
    size_t length = ENDPOINT_BODY_LIMIT + 1;
    char *data = calloc(1, length);
    cr_assert(data);
    start(&(struct endpoint_plan){.reply = ENDPOINT_GOOD});
    ask("/chat/completions", data, length, 20000);
    cr_assert_neq(code, CURLE_OK);
    cr_assert_eq(endpoint_recorded(endpoint, &record), 0);
    cr_assert_eq(record.requests, 0);
    endpoint_record_free(&record);
    free(data);
}

Test(endpoint, anything_else_is_not_found)
{
    struct endpoint_record record;
    start(&(struct endpoint_plan){.reply = ENDPOINT_GOOD});
    ask("/completions", "{}", 2, 20000);
    cr_assert_eq(status, 404);
    ask("/chat/completions", NULL, 0, 20000);
    cr_assert_eq(status, 404);
    cr_assert_eq(endpoint_recorded(endpoint, &record), 0);
    cr_assert_eq(record.requests, 2);
    cr_assert_str_eq(record.method, "GET");
    endpoint_record_free(&record);
}

Test(endpoint, it_listens_on_this_machine_alone)
{
    start(&(struct endpoint_plan){.reply = ENDPOINT_GOOD});
    cr_assert_eq(strncmp(endpoint_url(endpoint), "http://127.0.0.1:", 17), 0);
    struct endpoint *other =
        endpoint_start(&(struct endpoint_plan){.reply = ENDPOINT_GOOD});
    cr_assert(other);
    cr_assert_str_neq(endpoint_url(other), endpoint_url(endpoint));
    endpoint_stop(other);
}
