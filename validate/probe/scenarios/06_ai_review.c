/*
 * Scenarios of task 6, first half: the client in ai_review.c.
 *
 * Keys, models, snippets and replies are made from the argument text_seed, so that the
 * check can make the same ones. What libcurl and cJSON allocate counts as the learner's:
 * a tree or a handle that is never given back is a leak like any other.
 */
#include "ai_review.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "interpose.h"
#include "review_maker.h"
#include "scenario.h"

#define KEY_SIZE   EVIDENCE_KEY
#define TRIES_MOST 300 /* allocations that are made to fail, one a try */

/* ---- memory of the libraries ----------------------------------------------------------- */

/* Blocks that libcurl holds. */
static long curl_blocks;

/* Which of libcurl's allocations fails, for what the learner's calls can be told by: the
 * copy of a header's line, and the handle itself, its first block that starts as zeros. */
static unsigned header_to_fail, handle_to_fail; /* the k-th from now on; 0: none */
static bool curl_failed;

/* An allocation of cJSON's failed: cJSON_Parse doesn't tell that from bad JSON. */
static bool json_failed;

static bool is_due(unsigned *left)
{
    if (*left == 0 || --*left > 0)
        return false;
    curl_failed = true;
    return true;
}

static void *counted(void *block)
{
    curl_blocks += block != NULL;
    return block;
}

static void *curl_malloc(size_t size)
{
    return counted(malloc(size));
}

static void *curl_calloc(size_t count, size_t size)
{
    return is_due(&handle_to_fail) ? NULL : counted(calloc(count, size));
}

static void *curl_realloc(void *block, size_t size)
{
    void *moved = realloc(block, size);
    if (!block)
        return counted(moved);
    return moved;
}

static char *curl_strdup(const char *text)
{
    bool is_header = strncasecmp(text, "Authorization:", 14) == 0 ||
                     strncasecmp(text, "Content-Type:", 13) == 0;
    return is_header && is_due(&header_to_fail) ? NULL : counted(strdup(text));
}

static void curl_free_block(void *block)
{
    curl_blocks -= block != NULL;
    free(block);
}

static void *json_malloc(size_t size)
{
    void *block = lab_malloc(size);
    json_failed |= !block;
    return block;
}

static void follow_json(void)
{
    cJSON_InitHooks(&(cJSON_Hooks){json_malloc, lab_free});
}

/* Starting libcurl takes longer than all that a scenario does with JSON: for those that need it. */
static void follow_libraries(void)
{
    follow_json();
    if (curl_global_init_mem(CURL_GLOBAL_DEFAULT, curl_malloc, curl_free_block,
                             curl_realloc, curl_strdup, curl_calloc) != CURLE_OK) {
        fprintf(stderr, "probe: libcurl can't be started\n");
        _exit(3);
    }
}

static struct stock take_whole_stock(void)
{
    struct stock stock = take_stock();
    stock.blocks += curl_blocks;
    return stock;
}

/* ---- the client --------------------------------------------------------------------- */

/* The n-th of several things of a kind: "returned3". */
static const char *nth(const char *name, int n)
{
    static char key[KEY_SIZE];
    snprintf(key, sizeof key, "%s%d", name, n);
    return key;
}

static uint64_t text_seed(void)
{
    return (uint64_t)arg_int("text_seed", 0);
}

/* The argument of the n-th request: "limit2", or what "limit" says for all. */
static int64_t arg_of(const char *name, int n, int64_t otherwise)
{
    int64_t for_all = arg_int(name, otherwise);
    return arg_int(nth(name, n), for_all);
}

static char *made_snippet(void)
{
    return make_text(text_seed(), (enum text_kind)arg_int("snippet", TEXT_SIMPLE));
}

/* For the n-th request. The strings live until the next call. */
static ReviewClient made_client(const char *scheme, int port, int n)
{
    static char base_url[64], key[REVIEW_KEY_SIZE], model[REVIEW_MODEL_SIZE];
    make_key(text_seed(), key);
    make_model(text_seed(), (enum text_kind)arg_int("snippet", TEXT_SIMPLE), model);
    snprintf(base_url, sizeof base_url, "%s://127.0.0.1:%d/v1", scheme, port);
    return (ReviewClient){.base_url = base_url,
                          .model = model,
                          .api_key = key,
                          .timeout_ms = arg_int("timeout_ms", 3000),
                          .reply_limit = (size_t)arg_of("limit", n, 1 << 20)};
}

SCENARIO(build)
{
    follow_json();
    ReviewClient client = made_client("http", 9, 0);
    char *snippet = made_snippet(), *json = NULL;
    struct stock before = take_whole_stock();
    int answer =
        OBSERVE_CALL("returned", build_review_request, (&client, snippet, &json));
    observe_int("has_json", json != NULL);
    if (answer == 0 && json) {
        observe_document(json);
        lab_free(json);
    }
    observe_leftovers(before);
    free(snippet);
}

/* A good reply with a made-up answer. */
SCENARIO(read_good)
{
    follow_json();
    char *answer = make_text(text_seed(), (enum text_kind)arg_int("answer", TEXT_HARSH));
    char *body = make_reply(text_seed(), answer), *text = NULL;
    struct stock before = take_whole_stock();
    int returned = OBSERVE_CALL("returned", read_review_reply, (body, &text));
    observe_int("has_text", text != NULL);
    if (returned == 0 && text) {
        memset(body, '#', strlen(body)); /* a copy doesn't mind */
        observe_document(text);
        lab_free(text);
    }
    observe_leftovers(before);
    free(body);
    free(answer);
}

SCENARIO(missing_arguments)
{
    follow_libraries();
    ReviewClient client = made_client("http", (int)arg_int("port0", 9), 0);
    char *text = NULL;
    Review review = {.http_status = -1, .retry_after_s = -1};
    struct stock before = take_whole_stock();
    OBSERVE_CALL("build_no_client", build_review_request, (NULL, "x", &text));
    OBSERVE_CALL("build_no_snippet", build_review_request, (&client, NULL, &text));
    OBSERVE_CALL("build_no_json", build_review_request, (&client, "x", NULL));
    OBSERVE_CALL("read_no_body", read_review_reply, (NULL, &text));
    OBSERVE_CALL("read_no_text", read_review_reply, ("{}", NULL));
    OBSERVE_CALL("ask_no_client", request_review, (NULL, "x", &review));
    OBSERVE_CALL("ask_no_snippet", request_review, (&client, NULL, &review));
    OBSERVE_CALL("ask_no_review", request_review, (&client, "x", NULL));
    observe_int("touched", text != NULL || review.text || review.http_status != -1 ||
                               review.retry_after_s != -1);
    struct stock after = take_whole_stock();
    observe_int("left_blocks", after.blocks - before.blocks);
}

/* ---- request_review ------------------------------------------------------------------ */

enum { TEXT_NONE, TEXT_UNTOUCHED, TEXT_THERE }; /* what became of review.text */

static void observe_review(const Review *review, const char *before, int n)
{
    observe_int(nth("text", n), !review->text            ? TEXT_NONE
                                : review->text == before ? TEXT_UNTOUCHED
                                                         : TEXT_THERE);
    observe_int(nth("status", n), review->http_status);
    observe_int(nth("retry", n), review->retry_after_s);
}

/* Asks the n-th endpoint; the caller's Review holds leftovers from an earlier use. */
static void ask_endpoint(const char *scheme, int port, int n)
{
    static char old_text[] = "old";
    ReviewClient client = made_client(scheme, port, n);
    char *snippet = made_snippet();
    Review review = {.text = old_text, .http_status = -1, .retry_after_s = -1};
    struct stock before = take_whole_stock();
    int answer =
        OBSERVE_CALL(nth("returned", n), request_review, (&client, snippet, &review));
    observe_review(&review, old_text, n);
    if (answer == 0 && review.text && review.text != old_text) {
        observe_document(review.text);
        lab_free(review.text);
    }
    observe_int(nth("document_end", n), (int64_t)strlen(evidence()->document));
    struct stock after = take_whole_stock();
    observe_int(nth("left_descriptors", n), after.descriptors - before.descriptors);
    observe_int(nth("left_blocks", n), after.blocks - before.blocks);
    free(snippet);
}

/* One request to each of port0, port1, ... Of the other arguments each request may have its own. */
SCENARIO(ask)
{
    static const char *const schemes[] = {"http", "https", "ftp"};
    follow_libraries();
    observe_int("unterminated", 0); /* interpose_cjson.c may know better */
    for (int n = 0; arg_int(nth("port", n), 0) != 0; n++)
        ask_endpoint(schemes[arg_of("scheme", n, 0)], (int)arg_int(nth("port", n), 0), n);
}

/* ---- out of memory -------------------------------------------------------------------- */

/* One call in which the k-th allocation is to fail, and what came of it. */
struct
try {
    const char *function;
    int kind; /* which call is to fail, as below */
    unsigned k;
    struct stock before;
    uint32_t failed_before; /* calls that failed in earlier tries */
};

/* Which call is to fail in a try. */
enum { FAIL_NONE, FAIL_MALLOC, FAIL_OPTION, FAIL_HEADER, FAIL_HANDLE };

static const char *const KINDS[] = {
    [FAIL_NONE] = "no allocation",
    [FAIL_MALLOC] = "allocation",
    [FAIL_OPTION] = "libcurl's copy of option",
    [FAIL_HEADER] = "libcurl's copy of header",
    [FAIL_HANDLE] = "libcurl's handle",
};

static void order(int kind, unsigned k)
{
    curl_failed = json_failed = false;
    fail_call_from_now(CALL_MALLOC, kind == FAIL_MALLOC ? k : 0);
    fail_call_from_now(CALL_CURL_SETOPT, kind == FAIL_OPTION ? k : 0);
    header_to_fail = kind == FAIL_HEADER ? k : 0;
    handle_to_fail = kind == FAIL_HANDLE ? k : 0;
}

static uint32_t failed_calls(void)
{
    return evidence()->calls[CALL_MALLOC].failed +
           evidence()->calls[CALL_CURL_SETOPT].failed;
}

static struct try begin_try(const char *function, int kind, unsigned k)
{
    struct try try = {
        .function = function, .kind = kind, .k = k, .before = take_whole_stock()};
    try.failed_before = failed_calls();
    order(kind, k);
    return try;
}

/* Takes the result back, and writes the try down as a line of the document. */
static bool end_try(struct try *try, int answer, char *result)
{
    char line[128];
    int error = answer == -1 ? errno : 0;
    bool was_hit = curl_failed || failed_calls() != try->failed_before;
    bool in_json = json_failed;
    order(FAIL_NONE, 0);
    lab_free(answer == 0 ? result : NULL);
    struct stock after = take_whole_stock();
    snprintf(line, sizeof line, "%s %d %d %d %d %lld %d %s %u\n", try->function, in_json,
             answer, error, result != NULL,
             (long long)(after.blocks - try->before.blocks),
             after.descriptors - try->before.descriptors, KINDS[try->kind], try->k);
    if (was_hit)
        observe_document(line);
    return was_hit;
}

/* These return whether there was a k-th allocation. */

static char untouched[] = "untouched";

/* What a call stored, as end_try takes it: after a failure anything but NULL says that it did; after
 * a success only what the first such call gave is a result. *whole is that, once there is one. */
static char *stored(int answer, char *text, char **whole)
{
    if (text == untouched || (answer == 0 && !text))
        return NULL;
    if (answer != 0)
        return untouched;
    if (!*whole)
        *whole = strdup(text);
    if (strcmp(text, *whole) == 0)
        return text;
    lab_free(text);
    return NULL;
}

static bool try_build(const ReviewClient *client, unsigned k)
{
    static char *whole;
    char *json = untouched;
    struct try try = begin_try("build_review_request", FAIL_MALLOC, k);
    int answer =
        OBSERVE_CALL("built", build_review_request, (client, "x = \"y\";", &json));
    return end_try(&try, answer, stored(answer, json, &whole));
}

static bool try_read(unsigned k)
{
    static char *whole;
    char *text = untouched;
    struct try try = begin_try("read_review_reply", FAIL_MALLOC, k);
    int answer =
        OBSERVE_CALL("read", read_review_reply,
                     ("{\"choices\": [{\"message\": {\"content\": \"x\"}}]}", &text));
    return end_try(&try, answer, stored(answer, text, &whole));
}

static bool try_ask(const ReviewClient *client, int kind, unsigned k)
{
    Review review = {0};
    struct try try = begin_try("request_review", kind, k);
    int answer = OBSERVE_CALL("asked", request_review, (client, "x = 1;", &review));
    return end_try(&try, answer, review.text);
}

SCENARIO(read_bad)
{
    follow_json();
    try_read(0); /* a good one before: nothing of it may stay */
    struct stock before = take_whole_stock();
    for (int i = 0; i < (int)BAD_REPLY_COUNT; i++) {
        char *text = untouched;
        OBSERVE_CALL(nth("returned", i), read_review_reply, (BAD_REPLIES[i].body, &text));
        observe_int(nth("touched", i), text != untouched);
    }
    observe_leftovers(before);
}

SCENARIO(json_out_of_memory)
{
    follow_json();
    ReviewClient client = made_client("http", 9, 0);
    try_build(&client, 0); /* two that go well: nothing of them may stay for the next */
    try_read(0);
    for (unsigned k = 1; k < TRIES_MOST && try_build(&client, k); k++)
        continue;
    for (unsigned k = 1; k < TRIES_MOST && try_read(k); k++)
        continue;
}

SCENARIO(ask_out_of_memory)
{
    follow_libraries();
    ReviewClient client = made_client("http", (int)arg_int("port0", 9), 0);
    for (int kind = FAIL_MALLOC; kind <= FAIL_HEADER; kind++)
        for (unsigned k = 1; k < TRIES_MOST && try_ask(&client, kind, k); k++)
            continue;
    try_ask(&client, FAIL_HANDLE, 1);
}
