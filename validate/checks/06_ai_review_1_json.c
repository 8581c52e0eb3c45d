/*
 * Checks of task 6: the JSON of the request and of the reply, without any server.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "review_talk.h"
#include "verdict.h"

/* ---- build_review_request and read_review_reply -------------------------------------- */

static const char *build_request(struct judgement *check, uint32_t seed,
                                 enum text_kind snippet)
{
    const struct evidence *seen =
        run_probe(check, "build", "text_seed=%u snippet=%d", seed, snippet);
    if (!seen || !succeeded(check, seen, "returned", "build_review_request"))
        return NULL;
    if (seen_int(seen, "has_json"))
        return seen_document(seen);
    fail(check, "build_review_request returns 0, but *json is still what it was");
    expected(check, "*json points to the text of the request");
    actual(check, "NULL");
    return NULL;
}

CHECK(ai_review, request_is_a_chat_completion, .kind = CHECK_CORRECTNESS,
      .title = "the request is JSON with the model and two messages",
      .function = "build_review_request",
      .help = "Draw the object that ai_review.h describes, and the one that your code "
              "prints: which member differs?")
{
    for (int i = 0; i < 2; i++) {
        uint32_t seed = random_text_seed(check);
        const char *json = build_request(check, seed, TEXT_SIMPLE);
        if (!json || !request_is_right(check, json, seed, TEXT_SIMPLE))
            return;
    }
    covered(check, "2 clients with other models and snippets");
}

CHECK(ai_review, any_snippet_arrives_unharmed, .kind = CHECK_CORRECTNESS,
      .title = "any snippet survives: quotes, backslashes, control characters, UTF-8",
      .function = "build_review_request", .needs = "request_is_a_chat_completion",
      .help = "Which characters can't stand in a JSON string as they are? And is there a "
              "length at which your code stops copying?")
{
    static const enum text_kind kinds[] = {TEXT_HARSH, TEXT_HARSH, TEXT_LONG, TEXT_EMPTY};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        uint32_t seed = random_text_seed(check);
        const char *json = build_request(check, seed, kinds[i]);
        if (!json || !request_is_right(check, json, seed, kinds[i]))
            return;
    }
    covered(check, "2 snippets full of special characters, a long one, an empty one");
}

CHECK(ai_review, answer_is_read, .kind = CHECK_CORRECTNESS,
      .title = "the answer is found in the reply, and copied",
      .function = "read_review_reply",
      .help = "Walk down: choices, its first element, message, content. What happens to "
              "the string that you reached when the tree is deleted?")
{
    static const enum text_kind kinds[] = {TEXT_SIMPLE, TEXT_HARSH, TEXT_LONG,
                                           TEXT_EMPTY};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        uint32_t seed = random_text_seed(check);
        const struct evidence *seen =
            run_probe(check, "read_good", "text_seed=%u answer=%d", seed, kinds[i]);
        if (!seen || !succeeded(check, seen, "returned", "read_review_reply"))
            return;
        char *want = make_text(seed, kinds[i]);
        if (!seen_int(seen, "has_text"))
            fail(check, "read_review_reply returns 0, but *text is still NULL");
        else
            same_text(check, "the answer", seen_document(seen), want);
        free(want);
        if (decided(check))
            return;
    }
    covered(check, "4 made-up replies");
}

CHECK(ai_review, bad_replies_are_refused, .kind = CHECK_ROBUSTNESS,
      .title = "a reply that holds no answer is EBADMSG, whatever it holds instead",
      .function = "read_review_reply", .needs = "answer_is_read",
      .help = "Each step down may find nothing, or a value of another type. What do the "
              "functions that you call answer then, and what do you do with that?")
{
    const struct evidence *seen = run_probe(check, "read_bad", "%s", "");
    if (!seen)
        return;
    for (int i = 0; i < (int)BAD_REPLY_COUNT; i++) {
        char key[EVIDENCE_KEY], why[160];
        snprintf(key, sizeof key, "returned%d", i);
        snprintf(why, sizeof why, "given a reply %s", BAD_REPLIES[i].what);
        if (!failed_with(check, seen, key, EBADMSG, "read_review_reply", why))
            return;
        if (!seen_nth(seen, "touched", i))
            continue;
        fail(check, "*text was written to although the reply holds no answer (%s)", why);
        expected(check, "*text untouched");
        actual(check, "another value");
        return;
    }
    covered(check, "%zu replies without an answer", BAD_REPLY_COUNT);
}

CHECK(ai_review, missing_arguments_are_refused, .kind = CHECK_ROBUSTNESS,
      .title = "an argument that is NULL is EINVAL, before anything is sent",
      .function = "request_review",
      .needs = "request_is_a_chat_completion answer_is_read",
      .help = "The contract of each of the three functions names EINVAL first. What is "
              "touched before you look?")
{
    static const struct {
        const char *key, *function, *why;
    } calls[] = {
        {"build_no_client", "build_review_request", "client is NULL"},
        {"build_no_snippet", "build_review_request", "snippet is NULL"},
        {"build_no_json", "build_review_request", "json is NULL"},
        {"read_no_body", "read_review_reply", "body is NULL"},
        {"read_no_text", "read_review_reply", "text is NULL"},
        {"ask_no_client", "request_review", "client is NULL"},
        {"ask_no_snippet", "request_review", "snippet is NULL"},
        {"ask_no_review", "request_review", "review is NULL"},
    };
    struct exchange exchange = {.plan = {.reply = ENDPOINT_GOOD}};
    const struct evidence *seen = talk(check, "missing_arguments", &exchange, 1, 1, "");
    for (size_t i = 0; seen && i < sizeof calls / sizeof calls[0]; i++)
        if (!failed_with(check, seen, calls[i].key, EINVAL, calls[i].function,
                         calls[i].why))
            break;
    if (seen && exchange.record.requests > 0) {
        fail(check, "a request was sent although an argument is NULL");
        expected(check, "no request");
        actual(check, "requests: %u", exchange.record.requests);
    }
    if (seen && seen_int(seen, "touched")) {
        fail(check, "something was written to a result although an argument is NULL");
        expected(check, "*json, *text and *review untouched");
        actual(check, "one of them has another value");
    }
    if (seen && seen_int(seen, "left_blocks") > 0) {
        fail(check, "a call whose argument is NULL leaves memory behind");
        expected(check, "nothing is made before the arguments are looked at");
        actual(check, "%lld block%s not freed", (long long)seen_int(seen, "left_blocks"),
               seen_int(seen, "left_blocks") == 1 ? "" : "s");
    }
    forget_exchanges(&exchange, 1);
}

CHECK(ai_review, json_gives_memory_back, .kind = CHECK_ROBUSTNESS,
      .title = "building and reading JSON leaks nothing, even when memory runs out",
      .function = "build_review_request",
      .needs = "any_snippet_arrives_unharmed bad_replies_are_refused",
      .help = "Every call that makes or adds something can fail. Who owns what at that "
              "moment, and which line gives it back?")
{
    uint32_t seed = random_text_seed(check);
    const struct evidence *seen =
        run_probe(check, "build", "text_seed=%u snippet=%d", seed, TEXT_HARSH);
    if (!seen || !nothing_left(check, seen, "build_review_request"))
        return;
    seen = run_probe(check, "read_good", "text_seed=%u", seed);
    if (!seen || !nothing_left(check, seen, "read_review_reply"))
        return;
    seen = run_probe(check, "read_bad", "%s", "");
    if (!seen || !nothing_left(check, seen, "read_review_reply, given bad replies,"))
        return;
    seen = run_probe(check, "json_out_of_memory", "text_seed=%u", seed);
    if (seen)
        judge_tries(check, seen);
}
