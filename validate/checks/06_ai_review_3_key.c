/*
 * Checks of task 6: where the key may go, and what a request leaves behind.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "files.h"
#include "replies.h"
#include "review_talk.h"
#include "settings.h"
#include "verdict.h"

/* ---- request_review: the key ------------------------------------------------------------ */

CHECK(ai_review, redirects_are_not_followed, .kind = CHECK_ROBUSTNESS,
      .title = "a redirect isn't followed: the key is for one server alone",
      .function = "request_review", .needs = "answer_arrives",
      .help = "Whoever answers can point anywhere. Which handle did you start from, and "
              "which of its options did you change?")
{
    struct endpoint *other =
        endpoint_start(&(struct endpoint_plan){.reply = ENDPOINT_GOOD});
    struct endpoint_record record = {0};
    char url[96];
    if (!other) {
        decide(check, VERDICT_ERROR, "the lab could not start its endpoint: %s",
               strerror(errno));
        return;
    }
    snprintf(url, sizeof url, "%s/chat/completions", endpoint_url(other));
    struct exchange exchange = {.plan = {ENDPOINT_REDIRECT, .redirect_to = url}};
    const struct evidence *seen =
        talk(check, "ask", &exchange, 1, random_text_seed(check), "");
    if (endpoint_recorded(other, &record) == 0 && record.requests > 0) {
        fail(check, record.authorization ? "the key was carried to the address that the "
                                           "redirect named"
                                         : "the redirect was followed");
        expected(check, "no request to the second address");
        actual(check, "requests: %u", record.requests);
    }
    if (seen && refused_with(check, seen, 0, EREMOTEIO, "a redirect, status 302"))
        one_request(check, &exchange, "a redirect");
    endpoint_record_free(&record);
    endpoint_stop(other);
    forget_exchanges(&exchange, 1);
}

/* What came of a request over TLS, to a server with a certificate that must be refused. */
static void judge_certificate(struct judgement *check, const struct evidence *seen, int n,
                              const struct exchange *exchange)
{
    bool other_name = exchange->plan.other_name;
    if (exchange->record.requests > 0) {
        fail(check, other_name ? "the request, with the key, went to a server whose "
                                 "certificate is for another name"
                               : "the request, with the key, went to a server that can't "
                                 "prove who it is");
        expected(check, "no request");
        actual(check, "requests: %u", exchange->record.requests);
    }
    if (seen)
        refused_with(check, seen, n, EPROTO,
                     other_name ? "a certificate for another name"
                                : "a certificate that isn't trusted");
}

CHECK(ai_review, certificate_is_verified, .kind = CHECK_ROBUSTNESS,
      .title = "a server that can't prove who it is doesn't get the key",
      .function = "request_review", .needs = "answer_arrives",
      .help = "Without a verified certificate the connection is secret, but who is at "
              "the other end? "
              "What does libcurl do if you leave it alone?")
{
    /* Only the second certificate is trusted: nothing but its name is amiss. So the system's
     * certificates, hundreds of them, needn't be read. */
    struct exchange exchanges[] = {
        {.plan = {.reply = ENDPOINT_GOOD, .https = true}},
        {.plan = {.reply = ENDPOINT_GOOD, .https = true, .other_name = true}}};
    const struct evidence *seen =
        talk(check, "ask", exchanges, 2, random_text_seed(check), "scheme=1 trust=1");
    for (int i = 0; i < 2 && !decided(check); i++)
        judge_certificate(check, seen, i, &exchanges[i]);
    forget_exchanges(exchanges, 2);
    covered(check, "a certificate that nobody signed, and one for another host");
}

/* True if a file in the folder in which probes run holds the text. */
static bool stands_in_a_file(const char *text)
{
    char path[PATH_MAX];
    bool found = false;
    DIR *folder = opendir(settings_scratch());
    struct dirent *entry;
    while (folder && !found && (entry = readdir(folder))) {
        size_t size;
        char *contents = read_file(
            make_path(path, "%s/%s", settings_scratch(), entry->d_name), 1 << 20, &size);
        found = contents && memmem(contents, size, text, strlen(text));
        free(contents);
    }
    if (folder)
        closedir(folder);
    return found;
}

static bool stands_in(const char *text, const char *key)
{
    return text && strstr(text, key);
}

static void judge_secrecy(struct judgement *check, const struct exchange *exchanges,
                          int count, const char *key)
{
    const char *where = probes_printed(check, key) ? "in what the program prints"
                        : stands_in_a_file(key)    ? "in a file"
                                                   : NULL;
    for (int i = 0; i < count && !where; i++) {
        const struct endpoint_record *sent = &exchanges[i].record;
        where = stands_in(sent->body, key)         ? "in the request's body"
                : stands_in(sent->path, key)       ? "in the URL"
                : stands_in(sent->user_agent, key) ? "in the User-Agent header"
                : stands_in(sent->others, key)     ? "in another header"
                                                   : NULL;
    }
    if (!where)
        return;
    fail(check, "the key stands %s", where);
    expected(check, "the key in the Authorization header, and nowhere else");
    actual(check, "found %s", where);
}

static const struct endpoint_plan EVERY_PLAN[] = {
    {.reply = ENDPOINT_GOOD},
    {.reply = ENDPOINT_UNAUTHORIZED},
    {.reply = ENDPOINT_NOT_JSON},
    {.reply = ENDPOINT_CUT_OFF},
    {.reply = ENDPOINT_HUGE},
    {.reply = ENDPOINT_TOO_MANY_REQUESTS},
    {.reply = ENDPOINT_FORBIDDEN},
    {.reply = ENDPOINT_SERVER_ERROR},
    {ENDPOINT_REDIRECT, .redirect_to = "http://127.0.0.1:9/"},
};
#define PLAN_COUNT ((int)(sizeof EVERY_PLAN / sizeof EVERY_PLAN[0]))

static void plan_everything(struct exchange exchanges[PLAN_COUNT])
{
    memset(exchanges, 0, PLAN_COUNT * sizeof *exchanges);
    for (int i = 0; i < PLAN_COUNT; i++)
        exchanges[i].plan = EVERY_PLAN[i];
}

CHECK(ai_review, key_stays_secret, .kind = CHECK_ROBUSTNESS,
      .title = "the key stands in the Authorization header and nowhere else",
      .function = "request_review", .needs = "answer_arrives",
      .help = "A line that helped you while you were looking for a mistake, an option "
              "that makes libcurl tell all: what is still printed, on which way out?")
{
    int fd;
    char key[REVIEW_KEY_SIZE], arguments[64];
    struct exchange exchanges[PLAN_COUNT];
    uint32_t seed = random_text_seed(check);
    plan_everything(exchanges);
    make_key(seed, key);
    /* And last a port on which nobody listens. */
    unsigned port = closed_port(&fd);
    snprintf(arguments, sizeof arguments, "limit=65536 port%d=%u", PLAN_COUNT, port);
    if (talk(check, "ask", exchanges, PLAN_COUNT, seed, arguments))
        judge_secrecy(check, exchanges, PLAN_COUNT, key);
    forget_exchanges(exchanges, PLAN_COUNT);
    if (fd >= 0)
        close(fd);
    covered(check, "%d replies of different kinds, and none", PLAN_COUNT);
}

/* ---- request_review: what it leaves ------------------------------------------------------ */

static bool all_given_back(struct judgement *check, const struct evidence *seen, int n,
                           const char *reply)
{
    long long blocks = seen_nth(seen, "left_blocks", n);
    long long descriptors = seen_nth(seen, "left_descriptors", n);
    if (blocks <= 0 && descriptors <= 0)
        return true;
    fail(check, "request_review doesn't give everything back (%s)", reply);
    expected(check, "no memory and no descriptors left");
    actual(check,
           "%lld blocks of memory, libcurl's and cJSON's included, and %lld open "
           "descriptors left",
           blocks, descriptors);
    return false;
}

CHECK(ai_review, nothing_is_left, .kind = CHECK_ROBUSTNESS,
      .title = "every way out of request_review gives back what was taken",
      .function = "request_review", .needs = "answer_arrives json_gives_memory_back",
      .help = "The handle, the list of headers, the JSON, the pieces of the reply: is "
              "there one exit that all ways lead to, and does it release all four?")
{
    static const char *const names[] = {"a good reply", "status 401", "no JSON",
                                        "cut off",      "too long",   "status 429",
                                        "status 403",   "status 500", "status 302"};
    struct exchange exchanges[PLAN_COUNT];
    plan_everything(exchanges);
    const struct evidence *seen =
        talk(check, "ask", exchanges, PLAN_COUNT, random_text_seed(check), "limit=65536");
    for (int i = 0; seen && i < PLAN_COUNT; i++)
        if (!all_given_back(check, seen, i, names[i]))
            break;
    forget_exchanges(exchanges, PLAN_COUNT);
    covered(check, "%d replies of different kinds", PLAN_COUNT);
}

#define LONG_ANSWER 40000 /* bytes: more than libcurl hands over at once */

CHECK(ai_review, lack_of_memory_is_borne, .kind = CHECK_ROBUSTNESS,
      .title = "request_review fails cleanly wherever memory runs out",
      .function = "request_review",
      .needs = "nothing_is_left unreadable_answers_are_refused",
      .help =
          "Take the calls one by one: if this one fails, what has been taken by then, "
          "and who gives it back? curl_slist_append, curl_easy_setopt and "
          "review_client_open can fail too.")
{
    static char answer[LONG_ANSWER + 1];
    memset(answer, 'x', LONG_ANSWER);
    struct exchange exchange = {.plan = {.reply = ENDPOINT_GOOD, .review_text = answer}};
    const struct evidence *seen =
        talk(check, "ask_out_of_memory", &exchange, 1, random_text_seed(check), "");
    if (exchange.record.bare > 0) {
        fail(check,
             "a request is sent without its headers when there is no memory for them");
        expected(check, "no request, and -1 with errno ENOMEM");
        actual(check, "%u requests without the key or without the content type",
               exchange.record.bare);
    }
    if (seen && !decided(check))
        judge_tries(check, seen);
    forget_exchanges(&exchange, 1);
}
