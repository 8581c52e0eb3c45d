#define _GNU_SOURCE
#include "review_talk.h"

#include <arpa/inet.h>
#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "verdict.h"

#define ARGUMENTS_SIZE 512
#define SHOWN_LETTERS  24 /* of a text, around a difference */

uint32_t random_text_seed(struct judgement *check)
{
    return (uint32_t)random_int(check, 1, 1 << 30);
}

/* ---- talking ------------------------------------------------------------------------ */

static bool start_endpoints(struct judgement *check, struct exchange *exchanges,
                            int count)
{
    for (int i = 0; i < count; i++) {
        exchanges[i].endpoint = endpoint_start(&exchanges[i].plan);
        if (exchanges[i].endpoint)
            continue;
        decide(check, VERDICT_ERROR, "the lab could not start its endpoint: %s",
               strerror(errno));
        return false;
    }
    return true;
}

/* The records are taken before the endpoints end, and after the probe has. */
static void stop_endpoints(struct judgement *check, struct exchange *exchanges, int count)
{
    for (int i = 0; i < count; i++) {
        if (!exchanges[i].endpoint)
            continue;
        if (endpoint_recorded(exchanges[i].endpoint, &exchanges[i].record) != 0)
            decide(check, VERDICT_ERROR, "the lab is out of memory");
        endpoint_stop(exchanges[i].endpoint);
        exchanges[i].endpoint = NULL;
    }
}

const struct evidence *talk(struct judgement *check, const char *scenario,
                            struct exchange *exchanges, int count, uint32_t text_seed,
                            const char *arguments)
{
    char ports[ARGUMENTS_SIZE] = "";
    const struct evidence *seen = NULL;
    if (start_endpoints(check, exchanges, count)) {
        size_t used = 0;
        for (int i = 0; i < count && used < sizeof ports; i++)
            used += (size_t)snprintf(ports + used, sizeof ports - used, " port%d=%u", i,
                                     endpoint_port(exchanges[i].endpoint));
        seen =
            run_probe(check, scenario, "text_seed=%u %s%s", text_seed, arguments, ports);
    }
    stop_endpoints(check, exchanges, count);
    return decided(check) ? NULL : seen;
}

void forget_exchanges(struct exchange *exchanges, int count)
{
    for (int i = 0; i < count; i++)
        endpoint_record_free(&exchanges[i].record);
}

unsigned closed_port(int *fd)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    *fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (*fd < 0 || bind(*fd, (struct sockaddr *)&address, size) != 0 ||
        getsockname(*fd, (struct sockaddr *)&address, &size) != 0)
        return 0;
    return ntohs(address.sin_port);
}

/* ---- what came of it ---------------------------------------------------------------- */

int64_t seen_nth(const struct evidence *seen, const char *name, int n)
{
    char key[EVIDENCE_KEY];
    snprintf(key, sizeof key, "%s%d", name, n);
    return seen_int(seen, key);
}

bool refused_with(struct judgement *check, const struct evidence *seen, int n, int error,
                  const char *reply)
{
    char key[EVIDENCE_KEY], why[128];
    snprintf(key, sizeof key, "returned%d", n);
    snprintf(why, sizeof why, "the server's answer was %s", reply);
    if (!failed_with(check, seen, key, error, "request_review", why))
        return false;
    if (seen_nth(seen, "text", n) == REVIEW_TEXT_NONE)
        return true;
    fail(check, "request_review fails, but review->text isn't NULL (%s)", reply);
    expected(check, "review->text is NULL");
    actual(check, "%s",
           seen_nth(seen, "text", n) == REVIEW_TEXT_UNTOUCHED
               ? "what the caller's struct held before"
               : "another address");
    think(check, "The caller may hand in a Review that was used before: which of its "
                 "members have a value on every way out?");
    return false;
}

bool one_request(struct judgement *check, const struct exchange *exchange,
                 const char *reply)
{
    if (exchange->record.requests == 1)
        return true;
    fail(check, "one call of request_review sends %u requests (%s)",
         exchange->record.requests, reply);
    expected(check, "1 request");
    actual(check, "%u requests", exchange->record.requests);
    think(check,
          "Each request may cost money. Whether to ask again, and when, is for the "
          "caller to decide.");
    return false;
}

/* ---- texts ---------------------------------------------------------------------------- */

/* A few letters of a text, such that a terminal shows them. */
static const char *shown(const char *text, char *buffer, size_t size)
{
    size_t used = 0, letters = 0;
    buffer[0] = '\0';
    for (; *text && letters < SHOWN_LETTERS && used + 8 < size; text++, letters++) {
        unsigned char c = (unsigned char)*text;
        bool is_plain = c >= ' ' && c < 0x7f;
        used +=
            (size_t)snprintf(buffer + used, size - used, is_plain ? "%c" : "<%02x>", c);
    }
    return buffer;
}

bool same_text(struct judgement *check, const char *what, const char *got,
               const char *want)
{
    char got_shown[256], want_shown[256];
    if (strcmp(got, want) == 0)
        return true;
    size_t at = 0;
    while (got[at] && got[at] == want[at])
        at++;
    fail(check, "%s isn't what was sent: it differs from byte %zu on", what, at);
    expected(check, "\"%s\", %zu bytes in all",
             shown(want + at, want_shown, sizeof want_shown), strlen(want));
    actual(check, "\"%s\", %zu bytes in all",
           shown(got + at, got_shown, sizeof got_shown), strlen(got));
    return false;
}

/* How much of the snippet's beginning stands in the content, at the best place. */
static size_t longest_beginning(const char *content, const char *snippet)
{
    size_t best = 0;
    for (; *content; content++) {
        size_t length = 0;
        while (snippet[length] && content[length] == snippet[length])
            length++;
        if (length > best)
            best = length;
    }
    return best;
}

/* ---- the request ------------------------------------------------------------------------ */

static const char *string_of(const cJSON *object, const char *name)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
}

static bool holds_snippet(struct judgement *check, const char *content,
                          const char *snippet)
{
    char buffer[256];
    if (strstr(content, snippet))
        return true;
    size_t kept = longest_beginning(content, snippet);
    fail(check,
         "the snippet doesn't arrive unharmed: of its %zu bytes, only the first %zu "
         "stand in the message with the role user",
         strlen(snippet), kept);
    expected(check, "the snippet, character for character; from byte %zu on: \"%s\"",
             kept, shown(snippet + kept, buffer, sizeof buffer));
    actual(check, "a content of %zu bytes without it", strlen(content));
    return false;
}

static bool model_is_right(struct judgement *check, const cJSON *request, uint32_t seed,
                           enum text_kind kind)
{
    char model[REVIEW_MODEL_SIZE];
    const char *got = string_of(request, "model");
    make_model(seed, kind, model);
    if (got && strcmp(got, model) == 0)
        return true;
    fail(check, got ? "the request names another model than the client does"
                    : "the request names no model");
    expected(check, "\"model\": \"%s\", from client->model", model);
    actual(check, got ? "\"%.60s\"" : "no such string", got);
    return false;
}

static bool role_is(struct judgement *check, const cJSON *messages, int i,
                    const char *role)
{
    const cJSON *message = cJSON_GetArrayItem(messages, i);
    const char *got = string_of(message, "role"),
               *content = string_of(message, "content");
    if (got && content && strcmp(got, role) == 0)
        return true;
    fail(check, "messages[%d] isn't a message with the role %s", i, role);
    expected(check, "{\"role\": \"%s\", \"content\": \"...\"}", role);
    actual(check, "role %.40s, content %s", got ? got : "missing",
           content ? "a string" : "missing or no string");
    return false;
}

static bool messages_are_right(struct judgement *check, const cJSON *request,
                               const char *snippet)
{
    const cJSON *messages = cJSON_GetObjectItemCaseSensitive(request, "messages");
    if (!cJSON_IsArray(messages) || cJSON_GetArraySize(messages) != 2) {
        fail(check, "the request doesn't hold an array of two messages");
        expected(check, "\"messages\": [system, user]");
        if (cJSON_IsArray(messages))
            actual(check, "%d messages", cJSON_GetArraySize(messages));
        else
            actual(check, "no array of this name");
        return false;
    }
    if (!role_is(check, messages, 0, "system") || !role_is(check, messages, 1, "user"))
        return false;
    if (*string_of(cJSON_GetArrayItem(messages, 0), "content") == '\0') {
        fail(check, "the message with the role system is empty");
        expected(check, "what the model is to do, in your words");
        actual(check, "\"\"");
        return false;
    }
    return holds_snippet(check, string_of(cJSON_GetArrayItem(messages, 1), "content"),
                         snippet);
}

static bool is_no_stream(struct judgement *check, const cJSON *request)
{
    if (!cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(request, "stream")))
        return true;
    fail(check, "the reply is asked for as a stream");
    expected(check, "no \"stream\": true");
    actual(check, "\"stream\": true");
    return false;
}

static bool not_json(struct judgement *check, const char *json, const char *from)
{
    char buffer[256];
    size_t at = from ? (size_t)(from - json) : 0;
    fail(check, "the request isn't JSON: it can't be read from byte %zu on", at);
    expected(check, "a JSON object");
    actual(check, "\"%s\" there", shown(json + at, buffer, sizeof buffer));
    think(check, "In a JSON string a quote, a backslash and every control character must "
                 "be escaped. Who does that in your code?");
    return false;
}

bool request_is_right(struct judgement *check, const char *json, uint32_t text_seed,
                      enum text_kind snippet_kind)
{
    const char *end = json;
    char *snippet = make_text(text_seed, snippet_kind);
    cJSON *request = cJSON_ParseWithOpts(json, &end, 1);
    bool is_right = cJSON_IsObject(request)
                        ? is_no_stream(check, request) &&
                              model_is_right(check, request, text_seed, snippet_kind) &&
                              messages_are_right(check, request, snippet)
                        : not_json(check, json, end);
    cJSON_Delete(request);
    free(snippet);
    return is_right;
}

/* Reads one line of the scenario's: which call failed, and what came of it. */
static bool try_is_right(struct judgement *check, const char *line)
{
    char function[40], call[48];
    int in_json, answer, error, has_result, descriptors;
    long long blocks;
    if (sscanf(line, "%39s %d %d %d %d %lld %d %47[^\n]", function, &in_json, &answer,
               &error, &has_result, &blocks, &descriptors, call) != 8) {
        decide(check, VERDICT_ERROR, "the lab's mistake: a try can't be read");
        return false;
    }
    /* cJSON_Parse doesn't tell a lack of memory from bad JSON. */
    bool reads = strcmp(function, "build_review_request") != 0;
    bool right_errno = error == ENOMEM || (reads && in_json && error == EBADMSG);
    if (answer == 0 && !has_result)
        fail(check,
             "%s returns 0 without a result, or with a part of it, when %s "
             "fails",
             function, call);
    else if (answer == -1 && !right_errno)
        fail(check, "%s fails with the wrong errno when %s fails", function, call);
    else if (answer != 0 && answer != -1)
        fail(check, "%s returns neither 0 nor -1 when %s fails", function, call);
    else if (answer == -1 && has_result)
        fail(check, "%s writes to its result although it fails, when %s fails", function,
             call);
    else if (blocks > 0 || descriptors > 0)
        fail(check, "%s leaves something behind when %s fails", function, call);
    else
        return true;
    expected(check, "-1 with errno ENOMEM, and nothing left");
    actual(check, "%d with errno %s; %lld blocks of memory and %d descriptors left",
           answer, error ? strerrorname_np(error) : "not set", blocks, descriptors);
    return false;
}

void judge_tries(struct judgement *check, const struct evidence *seen)
{
    int tries = 0;
    for (const char *line = seen_document(seen); *line; tries++) {
        if (!try_is_right(check, line))
            return;
        line += strcspn(line, "\n");
        line += *line == '\n';
    }
    covered(check, "%d calls, in each another allocation failing", tries);
}
