/*
 * ai_client.h - the fixed client module of task 6: where the language model is, and what
 * every request to it has in common.
 *
 * The settings come from .env in the project's root, each overridden by the environment:
 *
 *   LAB_API_KEY   the key; a placeholder as long as you have none
 *   LAB_BASE_URL  any server with the OpenAI chat completions interface;
 *                 https://api.openai.com/v1 if nothing else is said
 *   LAB_MODEL     gpt-4o-mini if nothing else is said
 *
 * You call this module; you don't change it. Nothing here prints or logs the key, and
 * your code must not either.
 */
#ifndef AI_CLIENT_H
#define AI_CLIENT_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>

/* Whom to ask, and how long and how much to accept. Read-only for you. */
typedef struct ReviewClient {
    const char *base_url; /* "https://host/v1": without a slash at the end */
    const char *model;    /* the model's name, as the server knows it */
    const char *api_key;  /* secret */
    long timeout_ms;      /* for the whole exchange, in milliseconds, greater than 0 */
    size_t reply_limit;   /* the longest reply body to accept, in bytes */
} ReviewClient;

/*
 * Opens a libcurl handle with the options that every request here needs and that have
 * nothing to do with yours: only http and https, redirects are not followed (the key is
 * for one server alone), no signals (libcurl would otherwise use SIGALRM, which a program
 * with threads can't have). The certificate of an https server is verified: that is
 * libcurl's default, and stays so.
 * The caller ends it with curl_easy_cleanup. Returns NULL with errno ENOMEM on failure.
 */
CURL *review_client_open(void);

/*
 * Says in errno's terms why curl_easy_perform failed:
 *   ETIMEDOUT     the time was over before the reply was whole
 *   ECONNREFUSED  no connection: nobody listens there, or the name isn't known
 *   EPROTO        no secure connection: for instance a certificate that isn't trusted
 *   EINVAL        the URL isn't one, or is neither http nor https
 *   ENOMEM        out of memory
 *   EIO           anything else: for instance a reply that breaks off in the middle
 * Returns 0 for CURLE_OK.
 */
int review_client_errno(CURLcode code);

/* ---- for `make review`; you don't need what follows ------------------------------- */

/*
 * Loads the settings. Fills in the client; its strings are released by
 * review_client_free.
 *
 *   env_path        the .env file; it need not exist
 *   complaint,size  on failure receives one line that says what to do, without a '\n'
 *                   and without any value, because it might be the key
 *
 * Returns 0; or -1 with errno set, and then there is nothing to release: EBADMSG (a line
 * of the file isn't NAME=value), EINVAL (a value can't be used), ENOMEM, or of reading.
 */
int review_client_load(ReviewClient *client, const char *env_path, char *complaint,
                       size_t size);

/* Releases what review_client_load allocated. */
void review_client_free(ReviewClient *client);

/* False if the key is empty or still the placeholder. */
bool review_client_has_key(const ReviewClient *client);

/* True if the server is on this machine (localhost, 127.0.0.1, ::1). */
bool review_client_is_local(const ReviewClient *client);

#endif
