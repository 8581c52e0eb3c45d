/*
 * review_main.c - the program behind `make review`: sends the snippet of task 6 through
 * your request_review, and prints what comes back.
 *
 *     review SNIPPET_FILE        run in the project's root, where .env is
 *
 * Without a key it answers from an endpoint inside this program, so that the whole path
 * can be seen; a server on this machine needs no key.
 * Exit status: 0 an answer came · 1 the request failed, or isn't written yet · 2 wrong
 * usage · 3 the settings, the file or the machine.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ai_client.h"
#include "ai_review.h"
#include "endpoint.h"

#define ENV_PATH       ".env"
#define SNIPPET_LIMIT  (256 * 1024) /* bytes; a model couldn't take more anyway */
#define COMPLAINT_SIZE 256
#define KEY_FOR_NOBODY "no-key-needed" /* for servers that don't look at it */

enum { DONE = 0, FAILED = 1, USAGE = 2, ENVIRONMENT = 3 };

/* ---- the snippet ---------------------------------------------------------------- */

/* Reads the open file into a new string, for free(). NULL with errno set on failure:
 * EFBIG too long, EILSEQ holds a '\0', or of reading. */
static char *read_all(FILE *file)
{
    char *text = malloc(SNIPPET_LIMIT + 2);
    if (!text)
        return NULL;
    errno = 0;
    size_t length = fread(text, 1, SNIPPET_LIMIT + 1, file);
    text[length] = '\0';
    if (!ferror(file) && length > SNIPPET_LIMIT)
        errno = EFBIG;
    else if (!ferror(file) && strlen(text) != length)
        errno = EILSEQ;
    else if (!ferror(file))
        return text;
    int error = errno;
    free(text);
    errno = error;
    return NULL;
}

static char *read_snippet(const char *path)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return NULL;
    char *text = read_all(file);
    int error = errno;
    fclose(file);
    errno = error;
    return text;
}

static void complain_about_snippet(const char *path, int error)
{
    const char *why = error == EFBIG    ? "it is longer than 256 KiB"
                      : error == EILSEQ ? "it isn't a text file"
                                        : strerror(error);
    fprintf(stderr, "%s can't be read: %s.\n", path, why);
}

/* ---- what came of it ------------------------------------------------------------ */

/* Prints text from outside: what could steer the terminal is shown as '?'. */
static void print_foreign(const char *text)
{
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        bool is_control = (c < ' ' && c != '\n' && c != '\t') || c == 0x7f;
        putchar(is_control ? '?' : c);
    }
    putchar('\n');
}

static void explain_wait(const Review *review)
{
    fprintf(stderr, "Too many requests, or nothing left to pay with (HTTP %ld).",
            review->http_status);
    if (review->retry_after_s > 0)
        fprintf(stderr, " The server asks to wait %ld s.", review->retry_after_s);
    fputc('\n', stderr);
}

/* Says in plain words why request_review failed with this errno. */
static void explain(int error, const ReviewClient *client, const Review *review)
{
    switch (error) {
    case ENOSYS:
        fputs("Not written yet: request_review, or a function that it calls, in "
              "tasks/06_ai_review/ai_review.c.\n"
              "make lesson TASK=6 tells what it is to do, make hint TASK=6 helps.\n",
              stderr);
        break;
    case EACCES:
        fprintf(stderr,
                "The server doesn't accept the key (HTTP %ld). Look at LAB_API_KEY in "
                "the environment and in .env; the environment wins.\n",
                review->http_status);
        break;
    case EAGAIN:
        explain_wait(review);
        break;
    case EREMOTEIO:
        fprintf(stderr,
                "The server answered with HTTP status %ld. With 404 the address or the "
                "model is wrong\n(LAB_BASE_URL, LAB_MODEL); with 3xx the address has "
                "moved; with 5xx try again later.\n",
                review->http_status);
        break;
    case EIO:
        fputs("The connection broke before the reply was whole.\n", stderr);
        break;
    case EBADMSG:
        fputs("The reply isn't a chat completion. Is LAB_BASE_URL the address of an "
              "OpenAI-compatible server, with the /v1?\n",
              stderr);
        break;
    case EMSGSIZE:
        fprintf(stderr, "The reply is longer than %zu bytes; the rest wasn't read.\n",
                client->reply_limit);
        break;
    case ETIMEDOUT:
        fprintf(stderr, "No whole reply within %ld s.\n", client->timeout_ms / 1000);
        break;
    case ECONNREFUSED:
        fputs("No connection: is the server running, and LAB_BASE_URL its address?\n",
              stderr);
        break;
    case EPROTO:
        fputs("No secure connection: the server's certificate isn't trusted.\n", stderr);
        break;
    default:
        fprintf(stderr, "The request failed: %s.\n", strerror(error));
    }
}

/* Returns 0 when an answer was printed; otherwise the errno that was explained. */
static int ask(const ReviewClient *client, const char *snippet)
{
    Review review = {0};
    if (request_review(client, snippet, &review) != 0) {
        int error = errno;
        explain(error, client, &review);
        return error;
    }
    if (!review.text) {
        fputs("request_review returned 0, but left no text in the review.\n", stderr);
        return EBADMSG;
    }
    print_foreign(review.text);
    free(review.text);
    return 0;
}

static void print_moral(void)
{
    puts("\nA review is a starting point, not a verdict. Which of its points can you\n"
         "prove, with an order of steps? Which are invented? What does it miss?");
}

/* ---- two ways to ask ------------------------------------------------------------ */

static int ask_server(const ReviewClient *client, const char *snippet)
{
    if (!review_client_is_local(client) && strncmp(client->base_url, "https", 5) != 0)
        fputs("Note: LAB_BASE_URL is http, so the key travels unencrypted.\n", stderr);
    printf("Asking %s at %s ...\n\n", client->model, client->base_url);
    fflush(stdout);
    if (ask(client, snippet) != 0)
        return FAILED;
    print_moral();
    return DONE;
}

static int ask_canned(ReviewClient client, const char *snippet)
{
    puts("There is no key yet: LAB_API_KEY is empty or still the placeholder.\n"
         "Two ways on:\n"
         "  1. put your key into the environment (LAB_API_KEY=...) or into .env;\n"
         "  2. point LAB_BASE_URL at a server on this machine, which needs none\n"
         "     (Ollama: http://localhost:11434/v1).\n"
         "Until then you see the whole path with a canned answer.\n");
    struct endpoint *endpoint =
        endpoint_start(&(struct endpoint_plan){.reply = ENDPOINT_GOOD});
    if (!endpoint) {
        fprintf(stderr, "The local endpoint can't be started: %s.\n", strerror(errno));
        return ENVIRONMENT;
    }
    client.base_url = endpoint_url(endpoint);
    client.api_key = KEY_FOR_NOBODY;
    printf("---- canned answer, from %s; no model was asked ----\n\n", client.base_url);
    fflush(stdout);
    int error = ask(&client, snippet);
    endpoint_stop(endpoint);
    if (error && error != ENOSYS)
        fputs("The canned endpoint answers every request that follows the contract: look "
              "for the reason in ai_review.c. make validate TASK=6 tells more.\n",
              stderr);
    if (error)
        return FAILED;
    puts("\n---- end of the canned answer ----");
    print_moral();
    return DONE;
}

/* A proxy can't reach this machine's own addresses. */
static void bypass_proxy(void)
{
    unsetenv("http_proxy");
    unsetenv("https_proxy");
    unsetenv("HTTPS_PROXY");
    unsetenv("all_proxy");
    unsetenv("ALL_PROXY");
}

static int review(ReviewClient *client, const char *snippet)
{
    bool has_key = review_client_has_key(client);
    bool is_local = review_client_is_local(client);
    if (is_local || !has_key)
        bypass_proxy();
    if (!has_key && !is_local)
        return ask_canned(*client, snippet);
    if (has_key)
        return ask_server(client, snippet);
    ReviewClient without_key = *client;
    without_key.api_key = KEY_FOR_NOBODY;
    return ask_server(&without_key, snippet);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fputs("Usage: review SNIPPET_FILE\n", stderr);
        return USAGE;
    }
    ReviewClient client;
    char complaint[COMPLAINT_SIZE];
    if (review_client_load(&client, ENV_PATH, complaint, sizeof complaint) != 0) {
        fprintf(stderr, "%s\n", complaint);
        return ENVIRONMENT;
    }
    int status = ENVIRONMENT;
    char *snippet = read_snippet(argv[1]);
    if (snippet)
        status = review(&client, snippet);
    else
        complain_about_snippet(argv[1], errno);
    free(snippet);
    review_client_free(&client);
    return status;
}
