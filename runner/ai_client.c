/* ai_client.c - the fixed client module of task 6; see ai_client.h. */
#include "ai_client.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "env_file.h"

#define PLACEHOLDER_KEY     "put-your-key-here"
#define DEFAULT_BASE_URL    "https://api.openai.com/v1"
#define DEFAULT_MODEL       "gpt-4o-mini"
#define DEFAULT_TIMEOUT_MS  120000L /* a model on a laptop's processor takes its time */
#define DEFAULT_REPLY_LIMIT (1024u * 1024u)

/* ---- libcurl -------------------------------------------------------------------- */

CURL *review_client_open(void)
{
    CURL *curl = curl_easy_init();
    if (curl && curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_USERAGENT, "concurrency-lab") == CURLE_OK)
        return curl;
    curl_easy_cleanup(curl);
    errno = ENOMEM;
    return NULL;
}

int review_client_errno(CURLcode code)
{
    switch (code) {
    case CURLE_OK:
        return 0;
    case CURLE_OPERATION_TIMEDOUT:
        return ETIMEDOUT;
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
        return ECONNREFUSED;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
        return EPROTO;
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
        return EINVAL;
    case CURLE_OUT_OF_MEMORY:
        return ENOMEM;
    default:
        return EIO;
    }
}

/* ---- settings ------------------------------------------------------------------- */

struct setting {
    const char *name;     /* in .env and in the environment */
    const char *fallback; /* when it is said nowhere, or empty */
    char *value;          /* allocated; NULL until known */
};

enum { API_KEY, BASE_URL, MODEL, SETTING_COUNT };

static int set(struct setting *setting, const char *value)
{
    char *copy = strdup(value);
    if (!copy)
        return -1;
    free(setting->value);
    setting->value = copy;
    return 0;
}

/* An EnvAssign. Other names are none of our business: .env may serve other programs. */
static int take_assignment(void *context, const char *name, const char *value)
{
    struct setting *settings = context;
    for (int i = 0; i < SETTING_COUNT; i++)
        if (strcmp(settings[i].name, name) == 0)
            return set(&settings[i], value);
    return 0;
}

static int take_environment(struct setting *settings)
{
    for (int i = 0; i < SETTING_COUNT; i++) {
        const char *value = getenv(settings[i].name);
        if (value && set(&settings[i], value) != 0)
            return -1;
    }
    return 0;
}

static int take_fallbacks(struct setting *settings)
{
    for (int i = 0; i < SETTING_COUNT; i++) {
        bool is_said = settings[i].value && *settings[i].value;
        if (!is_said && set(&settings[i], settings[i].fallback) != 0)
            return -1;
    }
    return 0;
}

/* Printable ASCII without spaces: anything else in a header or a URL could smuggle in a
 * line of its own. */
static bool is_plain(const char *text)
{
    while (isgraph((unsigned char)*text))
        text++;
    return *text == '\0';
}

/* True if the URL is http(s), names a host, and holds neither a user or password (they
 * would be shown) nor a query or fragment (a path is appended to it). */
static bool is_base_url(const char *text)
{
    CURLU *url = curl_url();
    bool is_good = url && curl_url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK;
    char *scheme = NULL;
    is_good = is_good && curl_url_get(url, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
              (strcmp(scheme, "http") == 0 || strcmp(scheme, "https") == 0);
    curl_free(scheme);
    curl_url_cleanup(url);
    return is_good && !strpbrk(text, "@?#");
}

static void cut_slashes(char *url)
{
    size_t length = strlen(url);
    while (length > 0 && url[length - 1] == '/')
        url[--length] = '\0';
}

/* Writes the complaint and sets errno. Returns -1. */
__attribute__((format(printf, 4, 5))) static int
complain(char *complaint, size_t size, int error, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    vsnprintf(complaint, size, format, values);
    va_end(values);
    errno = error;
    return -1;
}

static int check(struct setting *settings, char *complaint, size_t size)
{
    if (!is_plain(settings[API_KEY].value))
        return complain(complaint, size, EINVAL,
                        "LAB_API_KEY holds a space, a line break or another character "
                        "that no key has: copy it again.");
    if (!is_plain(settings[BASE_URL].value) || !is_base_url(settings[BASE_URL].value))
        return complain(complaint, size, EINVAL,
                        "LAB_BASE_URL must look like https://host/v1 or "
                        "http://localhost:11434/v1, without user, password or query.");
    cut_slashes(settings[BASE_URL].value);
    return 0;
}

/* Fills in the values: from the file, then the environment, then the fallbacks. */
static int gather(struct setting *settings, const char *env_path, char *complaint,
                  size_t size)
{
    unsigned bad_line;
    if (env_file_read(env_path, take_assignment, settings, &bad_line) != 0) {
        if (bad_line != 0)
            return complain(
                complaint, size, EBADMSG,
                "%s, line %u: expected NAME=value (with both quotes, or none), "
                "or # and a comment.",
                env_path, bad_line);
        return complain(complaint, size, errno, "%s can't be read: %s.", env_path,
                        strerror(errno));
    }
    if (take_environment(settings) != 0 || take_fallbacks(settings) != 0)
        return complain(complaint, size, ENOMEM, "Out of memory.");
    return check(settings, complaint, size);
}

int review_client_load(ReviewClient *client, const char *env_path, char *complaint,
                       size_t size)
{
    struct setting settings[SETTING_COUNT] = {
        [API_KEY] = {"LAB_API_KEY", "", NULL},
        [BASE_URL] = {"LAB_BASE_URL", DEFAULT_BASE_URL, NULL},
        [MODEL] = {"LAB_MODEL", DEFAULT_MODEL, NULL},
    };
    if (gather(settings, env_path, complaint, size) != 0) {
        int error = errno;
        for (int i = 0; i < SETTING_COUNT; i++)
            free(settings[i].value);
        errno = error;
        return -1;
    }
    *client = (ReviewClient){
        .base_url = settings[BASE_URL].value,
        .model = settings[MODEL].value,
        .api_key = settings[API_KEY].value,
        .timeout_ms = DEFAULT_TIMEOUT_MS,
        .reply_limit = DEFAULT_REPLY_LIMIT,
    };
    return 0;
}

void review_client_free(ReviewClient *client)
{
    free((char *)client->base_url);
    free((char *)client->model);
    free((char *)client->api_key);
    *client = (ReviewClient){0};
}

bool review_client_has_key(const ReviewClient *client)
{
    return *client->api_key != '\0' && strcmp(client->api_key, PLACEHOLDER_KEY) != 0;
}

bool review_client_is_local(const ReviewClient *client)
{
    static const char *const names[] = {"localhost", "127.0.0.1", "[::1]"};
    CURLU *url = curl_url();
    char *host = NULL;
    bool is_local = false;
    if (url && curl_url_set(url, CURLUPART_URL, client->base_url, 0) == CURLUE_OK &&
        curl_url_get(url, CURLUPART_HOST, &host, 0) == CURLUE_OK)
        for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
            is_local = is_local || strcasecmp(host, names[i]) == 0;
    curl_free(host);
    curl_url_cleanup(url);
    return is_local;
}
