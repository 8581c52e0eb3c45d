/*
 * Checks of task 6: what is sent, and what becomes of each kind of reply.
 *
 * request_review talks real HTTP to an endpoint in this process, on a port of 127.0.0.1 that the
 * kernel chose; what it sent is read from the endpoint's record.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "check.h"
#include "replies.h"
#include "review_talk.h"
#include "verdict.h"

/* ---- request_review: the request and a good reply ------------------------------------- */

static bool method_and_path_are_right(struct judgement *check,
                                      const struct endpoint_record *sent)
{
    if (strcmp(sent->method, "POST") == 0 &&
        strcmp(sent->path, "/v1/chat/completions") == 0)
        return true;
    fail(check, "the request goes to the wrong place, or with the wrong method");
    expected(check, "POST /v1/chat/completions");
    actual(check, "%.10s %.80s", sent->method, sent->path);
    return false;
}

static bool headers_are_right(struct judgement *check, const struct endpoint_record *sent,
                              uint32_t seed)
{
    static const char json_type[] = "application/json", scheme[] = "Bearer ";
    char key[REVIEW_KEY_SIZE];
    const char *type = sent->content_type, *authorization = sent->authorization;
    make_key(seed, key);
    if (!authorization || strncmp(authorization, scheme, sizeof scheme - 1) != 0 ||
        strcmp(authorization + sizeof scheme - 1, key) != 0) {
        fail(check, authorization
                        ? "the Authorization header isn't \"Bearer \" and the key"
                        : "the request has no Authorization header");
        expected(check, "Authorization: Bearer <the client's api_key>");
        actual(check, authorization ? "other text, %zu bytes long" : "no such header",
               authorization ? strlen(authorization) : 0);
        return false;
    }
    size_t length = sizeof json_type - 1;
    if (type && strncasecmp(type, json_type, length) == 0 && strchr("; ", type[length]))
        return true;
    fail(check, "the request doesn't say that its body is JSON");
    expected(check, "Content-Type: application/json");
    actual(check, "%.60s", type ? type : "no such header");
    think(check, "What does libcurl say of the body if you don't? The header list is the "
                 "place to say otherwise.");
    return false;
}

static void judge_request(struct judgement *check, const struct exchange *exchange,
                          uint32_t seed, enum text_kind snippet)
{
    const struct endpoint_record *sent = &exchange->record;
    if (sent->requests == 0) {
        fail(check, "no request reached the server");
        expected(check, "1 request");
        actual(check, "none");
        think(check, "Is the URL base_url with /chat/completions behind it, and is "
                     "curl_easy_perform called? What does it return?");
        return;
    }
    if (one_request(check, exchange, "a good reply") &&
        method_and_path_are_right(check, sent) && headers_are_right(check, sent, seed))
        request_is_right(check, sent->body, seed, snippet);
}

CHECK(ai_review, request_reaches_the_server, .kind = CHECK_CORRECTNESS,
      .title = "one POST with the key, the content type and the JSON reaches the server",
      .function = "request_review",
      .needs = "any_snippet_arrives_unharmed answer_is_read",
      .help = "Compare what came with the contract in ai_review.h, line by line: method, "
              "path, two headers, body.")
{
    static const enum text_kind kinds[] = {TEXT_HARSH, TEXT_LONG};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0] && !decided(check); i++) {
        char arguments[32];
        uint32_t seed = random_text_seed(check);
        struct exchange exchange = {.plan = {.reply = ENDPOINT_GOOD}};
        snprintf(arguments, sizeof arguments, "snippet=%d", kinds[i]);
        if (talk(check, "ask", &exchange, 1, seed, arguments))
            judge_request(check, &exchange, seed, kinds[i]);
        forget_exchanges(&exchange, 1);
    }
    covered(check, "2 requests over HTTP, one of them long");
}

static bool outcome_is_good(struct judgement *check, const struct evidence *seen, int n)
{
    char key[EVIDENCE_KEY];
    snprintf(key, sizeof key, "returned%d", n);
    if (!succeeded(check, seen, key, "request_review"))
        return false;
    if (seen_nth(seen, "text", n) != REVIEW_TEXT_THERE) {
        fail(check, "request_review returns 0, but review->text isn't the answer");
        expected(check, "a text of the caller's own");
        actual(check, "NULL, or what stood there before");
        return false;
    }
    if (seen_nth(seen, "status", n) == 200 && seen_nth(seen, "retry", n) == 0)
        return true;
    fail(check, "http_status or retry_after_s in the review is wrong after a good reply");
    expected(check, "http_status 200, retry_after_s 0");
    actual(check, "http_status %lld, retry_after_s %lld",
           (long long)seen_nth(seen, "status", n), (long long)seen_nth(seen, "retry", n));
    think(check, "Both are set on every way out. Which questions to libcurl "
                 "(curl_easy_getinfo(3)) bring them, and when do you ask?");
    return false;
}

static bool body_has_an_end(struct judgement *check, const struct evidence *seen)
{
    if (!seen_int(seen, "unterminated"))
        return true;
    fail(check, "the reply's body is parsed as a string, but no '\\0' closes it");
    expected(check, "a '\\0' behind the last byte that came");
    actual(check, "the parser reads on into whatever lies behind");
    think(check,
          "libcurl hands over pieces, not strings. Who writes the '\\0', and is there "
          "room for it?");
    return false;
}

/* The answer of the n-th request: its part of the document that the scenario handed over. */
static void answer_is(struct judgement *check, const struct evidence *seen, int n,
                      const char *want)
{
    size_t length = strlen(seen_document(seen));
    size_t begin = n == 0 ? 0 : (size_t)seen_nth(seen, "document_end", n - 1);
    size_t end = (size_t)seen_nth(seen, "document_end", n);
    char *got = begin <= end && end <= length
                    ? strndup(seen_document(seen) + begin, end - begin)
                    : NULL;
    if (got)
        same_text(check, "the answer", got, want);
    else
        decide(check, VERDICT_ERROR, "the lab can't read the answers that came back");
    free(got);
}

CHECK(ai_review, answer_arrives, .kind = CHECK_CORRECTNESS,
      .title = "the model's answer comes back whole, however many pieces it came in",
      .function = "request_review", .needs = "request_reaches_the_server",
      .help = "libcurl calls your function once for each piece of the body. What becomes "
              "of the pieces before?")
{
    uint32_t seed = random_text_seed(check);
    char *answers[] = {make_text(seed + 1, TEXT_HARSH), make_text(seed + 2, TEXT_LONG)};
    struct exchange exchanges[2] = {0};
    for (int i = 0; i < 2; i++)
        exchanges[i].plan =
            (struct endpoint_plan){.reply = ENDPOINT_GOOD, .review_text = answers[i]};
    const struct evidence *seen = talk(check, "ask", exchanges, 2, seed, "");
    for (int i = 0; seen && i < 2 && !decided(check); i++)
        if (outcome_is_good(check, seen, i) && body_has_an_end(check, seen))
            answer_is(check, seen, i, answers[i]);
    forget_exchanges(exchanges, 2);
    for (int i = 0; i < 2; i++)
        free(answers[i]);
    covered(check, "a short answer, and one of more than 100,000 bytes");
}

/* ---- request_review: replies that are no answer ---------------------------------------- */

/* A reply that must be refused. */
struct refusal {
    struct endpoint_plan plan;
    int error;        /* what request_review has to answer */
    long http_status; /* what it has to tell; -1: whatever */
    long retry_after_s;
    const char *reply; /* in words */
};

static bool known_is_told(struct judgement *check, const struct evidence *seen, int n,
                          const struct refusal *refusal)
{
    long long status = seen_nth(seen, "status", n), retry = seen_nth(seen, "retry", n);
    if ((refusal->http_status < 0 || status == refusal->http_status) &&
        retry == refusal->retry_after_s)
        return true;
    fail(check, "http_status or retry_after_s in the review is wrong (%s)",
         refusal->reply);
    expected(check, "http_status %ld, retry_after_s %ld", refusal->http_status,
             refusal->retry_after_s);
    actual(check, "http_status %lld, retry_after_s %lld", status, retry);
    think(check, "Both are set on every way out. Which questions to libcurl "
                 "(curl_easy_getinfo(3)) bring them, into variables of which type, and "
                 "when do you ask?");
    return false;
}

#define REFUSALS_MOST 6

/* One request for each refusal. The endpoints' plans must be valid until then. */
static void judge_refusals(struct judgement *check, const struct refusal *refusals,
                           int count, const char *arguments)
{
    struct exchange exchanges[REFUSALS_MOST];
    memset(exchanges, 0, sizeof exchanges);
    for (int i = 0; i < count; i++)
        exchanges[i].plan = refusals[i].plan;
    const struct evidence *seen =
        talk(check, "ask", exchanges, count, random_text_seed(check), arguments);
    for (int i = 0; seen && i < count && !decided(check); i++)
        if (refused_with(check, seen, i, refusals[i].error, refusals[i].reply) &&
            known_is_told(check, seen, i, &refusals[i]))
            one_request(check, &exchanges[i], refusals[i].reply);
    forget_exchanges(exchanges, count);
}

CHECK(ai_review, statuses_are_told_apart, .kind = CHECK_ROBUSTNESS,
      .title = "a refused key, a failing server: each status has its errno",
      .function = "request_review", .needs = "answer_arrives",
      .help = "For libcurl a 401 or a 500 is a transfer that went well. Who looks at the "
              "status, and before what?")
{
    static const struct refusal refusals[] = {
        {{.reply = ENDPOINT_UNAUTHORIZED}, EACCES, 401, 0, "status 401"},
        {{.reply = ENDPOINT_FORBIDDEN}, EACCES, 403, 0, "status 403"},
        {{.reply = ENDPOINT_SERVER_ERROR}, EREMOTEIO, 500, 0, "status 500"},
        {{ENDPOINT_OTHER_STATUS, .status = 202}, EREMOTEIO, 202, 0, "status 202"},
        {{ENDPOINT_OTHER_STATUS, .status = 404}, EREMOTEIO, 404, 0, "status 404"},
    };
    judge_refusals(check, refusals, 5, "");
    covered(check, "401, 403 and 500; 202 and 404, with an answer all the same");
}

CHECK(ai_review, waiting_time_is_passed_on, .kind = CHECK_ROBUSTNESS,
      .title = "status 429 is EAGAIN, with the seconds that the server asks to wait",
      .function = "request_review",
      .needs = "answer_arrives long_replies_stop_at_the_limit",
      .help = "The server says how long to wait in a header, or doesn't. Which question "
              "to libcurl brings it, and what type does the answer have?")
{
    int seconds = random_int(check, 2, 3000);
    struct refusal refusals[] = {
        {{.reply = ENDPOINT_TOO_MANY_REQUESTS, .retry_after_s = seconds},
         EAGAIN,
         429,
         seconds,
         "status 429 with a Retry-After header"},
        {{.reply = ENDPOINT_TOO_MANY_REQUESTS},
         EAGAIN,
         429,
         0,
         "status 429 without a Retry-After header"},
        {{.reply = ENDPOINT_TOO_MANY_REQUESTS, .retry_after_s = seconds},
         EMSGSIZE,
         429,
         seconds,
         "status 429 with a Retry-After header and a body longer than reply_limit"},
    };
    judge_refusals(check, refusals, 3, "limit2=8");
    covered(check, "with and without Retry-After, and with a body that is too long");
}

CHECK(ai_review, unreadable_answers_are_refused, .kind = CHECK_ROBUSTNESS,
      .title = "status 200 with a body that holds no answer is EBADMSG",
      .function = "request_review", .needs = "answer_arrives bad_replies_are_refused",
      .help = "200 says that the server was content. What does read_review_reply say?")
{
    static const struct refusal refusals[] = {
        {{.reply = ENDPOINT_NOT_JSON}, EBADMSG, 200, 0, "a page for people, no JSON"},
        {{.reply = ENDPOINT_NO_CHOICES}, EBADMSG, 200, 0, "JSON without choices"},
        {{.reply = ENDPOINT_EMPTY_CHOICES}, EBADMSG, 200, 0, "JSON with empty choices"},
        {{.reply = ENDPOINT_NULL_CONTENT}, EBADMSG, 200, 0, "an answer that is null"},
    };
    judge_refusals(check, refusals, 4, "");
    covered(check, "4 replies with status 200");
}

CHECK(ai_review, half_a_reply_is_none, .kind = CHECK_ROBUSTNESS,
      .title = "a reply that breaks off is a failure, even if it looks complete",
      .function = "request_review", .needs = "answer_arrives",
      .help = "The status came first and said 200; then the connection broke. Which of "
              "your two sources knows, and which one do you ask first?")
{
    static const struct refusal refusal = {
        {.reply = ENDPOINT_CUT_OFF}, EIO, 200, 0, "cut off before the promised length"};
    judge_refusals(check, &refusal, 1, "");
}

/* ---- request_review: how much, how long ------------------------------------------------- */

static void judge_huge(struct judgement *check, const struct evidence *seen,
                       const struct exchange *exchange)
{
    size_t sent = exchange->record.bytes_sent;
    if (!refused_with(check, seen, 0, EMSGSIZE, "a body that goes on and on"))
        return;
    if (sent < ENDPOINT_HUGE_BYTES / 2)
        return;
    fail(check, "a body that is too long is read on to its end");
    expected(check, "the transfer stops where reply_limit is passed, at 65536 bytes");
    actual(check, "%zu bytes were taken", sent);
    think(check, "What your function returns tells libcurl whether to go on.");
}

/* Of a body without an end, one of exactly the limit's length, and one a byte longer. */
static void judge_limits(struct judgement *check, const struct evidence *seen,
                         const struct exchange *exchanges)
{
    if (!seen)
        return;
    judge_huge(check, seen, &exchanges[0]);
    if (!decided(check))
        outcome_is_good(check, seen, 1);
    if (decided(check) && check->help[0] == '\0')
        think(check, "A body of exactly reply_limit bytes is allowed: is it < or <=?");
    if (!decided(check))
        refused_with(check, seen, 2, EMSGSIZE, "one byte longer than reply_limit");
}

CHECK(ai_review, long_replies_stop_at_the_limit, .kind = CHECK_ROBUSTNESS,
      .title = "a reply may be as long as reply_limit; one byte more stops the transfer",
      .function = "request_review", .needs = "answer_arrives",
      .help = "A server may send without an end. Where do you compare, with which sum, "
              "and how does libcurl learn that you have had enough?")
{
    char arguments[80];
    uint32_t seed = random_text_seed(check);
    char *text = make_text(seed, TEXT_HARSH), *body = chat_completion(text);
    int length = body ? (int)strlen(body) : 0;
    const struct endpoint_plan good = {.reply = ENDPOINT_GOOD, .review_text = text};
    struct exchange exchanges[] = {
        {.plan = {.reply = ENDPOINT_HUGE}}, {.plan = good}, {.plan = good}};
    snprintf(arguments, sizeof arguments, "limit0=65536 limit1=%d limit2=%d", length,
             length - 1);
    if (body)
        judge_limits(check, talk(check, "ask", exchanges, 3, seed, arguments), exchanges);
    else
        decide(check, VERDICT_ERROR, "the lab is out of memory");
    forget_exchanges(exchanges, 3);
    free(body);
    free(text);
    covered(check, "a body without an end, one of the limit's length, one a byte longer");
}

/* A silence ends by itself, with a closed connection: libcurl looks at the time first, so
 * whoever set a limit learns of it, however late the machine lets him look. */
static const struct silence {
    enum endpoint_reply reply;
    const char *what;
} SILENCES[] = {{ENDPOINT_SILENT, "silent"},
                {ENDPOINT_DRIBBLE, "slow, a byte at a time"}};
#define SILENCE_COUNT ((int)(sizeof SILENCES / sizeof SILENCES[0]))

static void judge_patience(struct judgement *check, const struct evidence *seen, int n,
                           const struct exchange *exchange)
{
    const char *what = SILENCES[n].what;
    char key[EVIDENCE_KEY];
    snprintf(key, sizeof key, "returned%d_errno", n);
    if (seen_int(seen, key) == EIO) {
        fail(check,
             "request_review doesn't give up on a server that is %s: it waits as long as "
             "the server likes",
             what);
        expected(check, "-1 with errno ETIMEDOUT, once timeout_ms have passed");
        actual(check, "it waited until the server closed the connection");
    }
    if (refused_with(check, seen, n, ETIMEDOUT, what))
        one_request(check, exchange, what);
}

/* Whether each silence was met. On a machine that stands still the time may be over before a request
 * is under way: then nothing can be said, but with more of it. */
static bool all_were_asked(const struct exchange *exchanges)
{
    bool asked = true;
    for (int i = 0; i < SILENCE_COUNT; i++)
        asked = asked && exchanges[i].record.requests > 0;
    return asked;
}

CHECK(ai_review, silence_ends, .kind = CHECK_ROBUSTNESS,
      .title = "a server that says nothing, or too slowly, is given up after timeout_ms",
      .function = "request_review", .needs = "answer_arrives",
      .help = "A server that is silent is no error for libcurl unless you set a limit: "
              "for the whole transfer, in milliseconds.")
{
    static const int timeouts_ms[] = {45, 150, 900};
    char key[REVIEW_KEY_SIZE], arguments[32];
    uint32_t seed = random_text_seed(check);
    const struct evidence *seen = NULL;
    struct exchange exchanges[SILENCE_COUNT] = {0};
    for (int i = 0; i < 3 && !decided(check) && !all_were_asked(exchanges); i++) {
        forget_exchanges(exchanges, SILENCE_COUNT);
        memset(exchanges, 0, sizeof exchanges);
        for (int n = 0; n < SILENCE_COUNT; n++)
            exchanges[n].plan =
                (struct endpoint_plan){.reply = SILENCES[n].reply, .silent_s = 2};
        snprintf(arguments, sizeof arguments, "timeout_ms=%d", timeouts_ms[i]);
        seen = talk(check, "ask", exchanges, SILENCE_COUNT, seed, arguments);
    }
    for (int n = 0; seen && n < SILENCE_COUNT && !decided(check); n++)
        judge_patience(check, seen, n, &exchanges[n]);
    make_key(seed, key);
    if (seen && !decided(check) && probes_printed(check, key)) {
        fail(check, "the key is printed when the time is up");
        think(check, "Which line prints it, on the way out that a timeout takes?");
    }
    forget_exchanges(exchanges, SILENCE_COUNT);
    covered(check, "silence, and a byte every 20 ms");
}

CHECK(
    ai_review, no_connection_is_told, .kind = CHECK_ROBUSTNESS,
    .title = "no server at the address: ECONNREFUSED; an address that isn't http: EINVAL",
    .function = "request_review", .needs = "answer_arrives",
    .help = "review_client_errno turns libcurl's reason into an errno, and "
            "review_client_open says which addresses are allowed. Are both in use?")
{
    int fd;
    unsigned port = closed_port(&fd);
    const struct evidence *seen =
        run_probe(check, "ask", "text_seed=1 port0=%u port1=%u scheme1=2", port, port);
    if (seen && refused_with(check, seen, 0, ECONNREFUSED, "a refused connection")) {
        if (seen_nth(seen, "status", 0) != 0) {
            fail(check, "http_status isn't 0 although no reply came");
            expected(check, "0");
            actual(check, "%lld", (long long)seen_nth(seen, "status", 0));
            think(check, "The caller may hand in a Review that was used before. Who sets "
                         "http_status when nobody has answered?");
        }
        refused_with(check, seen, 1, EINVAL, "not asked for: base_url begins ftp://");
    }
    if (fd >= 0)
        close(fd);
}
