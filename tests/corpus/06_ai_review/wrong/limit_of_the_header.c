/* mistake: only a length that the server announces is held against the limit
 * fails: long_replies_stop_at_the_limit
 * says: errno
 * file: ai_review.c
 */
#define _GNU_SOURCE
#include "ai_review.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

int build_review_request(const ReviewClient *client, const char *snippet, char **json)
{
	if (!client || !snippet || !json) {
		errno = EINVAL;
		return -1;
	}
	bool ok = true;
	cJSON *root = cJSON_CreateObject(), *list = cJSON_CreateArray();
	cJSON *first = cJSON_CreateObject(), *second = cJSON_CreateObject();
	ok = ok && root && list && first && second;
	ok = ok && cJSON_AddStringToObject(root, "model", client->model);
	ok = ok && cJSON_AddNumberToObject(root, "temperature", 0);
	ok = ok && cJSON_AddFalseToObject(root, "stream");
	ok = ok && cJSON_AddStringToObject(first, "role", "system");
	ok = ok && cJSON_AddStringToObject(first, "content", "Find the data races and deadlocks in this C code.");
	ok = ok && cJSON_AddStringToObject(second, "role", "user");
	ok = ok && cJSON_AddStringToObject(second, "content", snippet);
	/* From here on each takes over what is added to it. */
	if (ok && cJSON_AddItemToArray(list, first)) first = NULL; else ok = false;
	if (ok && cJSON_AddItemToArray(list, second)) second = NULL; else ok = false;
	if (ok && cJSON_AddItemToObject(root, "messages", list)) list = NULL; else ok = false;
	char *text = ok ? cJSON_Print(root) : NULL;
	cJSON_Delete(second);
	cJSON_Delete(first);
	cJSON_Delete(list);
	cJSON_Delete(root);
	if (!text) {
		errno = ENOMEM;
		return -1;
	}
	*json = text;
	return 0;
}

int read_review_reply(const char *body, char **text)
{
	int error = EBADMSG;
	if (!body || !text) {
		errno = EINVAL;
		return -1;
	}
	cJSON *root = cJSON_Parse(body);
	const cJSON *at = cJSON_GetObjectItem(root, "choices");
	if (!cJSON_IsArray(at))
		goto bad;
	at = cJSON_GetArrayItem(at, 0);
	if (!cJSON_IsObject(at))
		goto bad;
	at = cJSON_GetObjectItem(at, "message");
	if (!cJSON_IsObject(at))
		goto bad;
	at = cJSON_GetObjectItem(at, "content");
	if (!cJSON_IsString(at) || !at->valuestring)
		goto bad;
	error = ENOMEM;
	char *copy = strdup(at->valuestring);
	if (!copy)
		goto bad;
	cJSON_Delete(root);
	*text = copy;
	return 0;
bad:
	cJSON_Delete(root);
	errno = error;
	return -1;
}

struct talk {
	const char *out; /* not sent yet */
	size_t out_left;
	char *in;
	size_t in_length, in_room, in_most;
	int error;
	long retry_after;
};

static size_t send_some(char *buffer, size_t size, size_t n, void *p)
{
	struct talk *talk = p;
	size_t length = size * n < talk->out_left ? size * n : talk->out_left;
	memcpy(buffer, talk->out, length);
	talk->out += length;
	talk->out_left -= length;
	return length;
}

static size_t take_header(char *line, size_t size, size_t n, void *p)
{
	static const char name[] = "retry-after:";
	struct talk *talk = p;
	char number[24] = "";
	if (size * n > sizeof name - 1 && strncasecmp(line, name, sizeof name - 1) == 0) {
		size_t length = size * n - (sizeof name - 1);
		memcpy(number, line + sizeof name - 1, length < sizeof number ? length : sizeof number - 1);
		long s = strtol(number, NULL, 10);
		talk->retry_after = s > 0 ? s : 0;
	}
	return size * n;
}

static size_t take_piece(char *piece, size_t size, size_t n, void *p)
{
	struct talk *talk = p;
	size_t length = size * n;
	while (talk->in_room < talk->in_length + length + 1) {
		size_t room = talk->in_room ? talk->in_room * 2 : 512;
		char *bigger = realloc(talk->in, room);
		if (!bigger) {
			talk->error = ENOMEM;
			return 0;
		}
		talk->in = bigger;
		talk->in_room = room;
	}
	memcpy(talk->in + talk->in_length, piece, length);
	talk->in_length += length;
	talk->in[talk->in_length] = '\0';
	return length;
}

/* base_url + "/chat/completions". */
static CURLcode set_url(CURL *curl, CURLU *url, const char *base)
{
	char *path = NULL, *whole = NULL;
	CURLcode code = CURLE_URL_MALFORMAT;
	if (curl_url_set(url, CURLUPART_URL, base, CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK &&
	    curl_url_get(url, CURLUPART_PATH, &path, 0) == CURLUE_OK) {
		size_t length = strlen(path);
		whole = malloc(length + sizeof "/chat/completions");
		if (whole) {
			memcpy(whole, path, length);
			strcpy(whole + length, "/chat/completions");
		}
		code = whole && curl_url_set(url, CURLUPART_PATH, whole, 0) == CURLUE_OK
			       ? curl_easy_setopt(curl, CURLOPT_CURLU, url)
			       : CURLE_OUT_OF_MEMORY;
	}
	free(whole);
	curl_free(path);
	return code;
}

#define SET(option, value) \
	if (code == CURLE_OK) code = curl_easy_setopt(curl, (option), (value))

int request_review(const ReviewClient *client, const char *snippet, Review *review)
{
	char *json;
	if (!client || !snippet || !review) {
		errno = EINVAL;
		return -1;
	}
	memset(review, 0, sizeof *review);
	if (build_review_request(client, snippet, &json) != 0)
		return -1;

	struct talk talk = { .out = json, .out_left = strlen(json), .in_most = client->reply_limit };
	CURL *curl = review_client_open();
	CURLU *url = curl_url();
	struct curl_slist *type = curl_slist_append(NULL, "Content-Type: application/json");
	CURLcode code = curl && url && type ? CURLE_OK : CURLE_OUT_OF_MEMORY;
	if (code == CURLE_OK) code = set_url(curl, url, client->base_url);
	SET(CURLOPT_POST, 1L);
	SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)talk.out_left);
	SET(CURLOPT_READFUNCTION, send_some);
	SET(CURLOPT_READDATA, &talk);
	SET(CURLOPT_HTTPHEADER, type);
	SET(CURLOPT_HTTPAUTH, (long)CURLAUTH_BEARER);
	SET(CURLOPT_XOAUTH2_BEARER, client->api_key);
	SET(CURLOPT_TIMEOUT_MS, client->timeout_ms);
	SET(CURLOPT_HEADERFUNCTION, take_header);
	SET(CURLOPT_HEADERDATA, &talk);
	SET(CURLOPT_WRITEFUNCTION, take_piece);
	SET(CURLOPT_WRITEDATA, &talk);
	SET(CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)client->reply_limit);
	if (code == CURLE_OK) {
		code = curl_easy_perform(curl);
		curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &review->http_status);
		review->retry_after_s = talk.retry_after;
	}
	int error = talk.error ? talk.error : review_client_errno(code);
	if (error == 0 && review->http_status != 200) {
		const long status = review->http_status;
		error = status == 401 || status == 403 ? EACCES : status == 429 ? EAGAIN : EREMOTEIO;
	}
	if (error == 0 && read_review_reply(talk.in ? talk.in : "", &review->text) == -1)
		error = errno;
	curl_easy_cleanup(curl);
	curl_url_cleanup(url);
	curl_slist_free_all(type);
	free(talk.in);
	free(json);
	errno = error;
	return error ? -1 : 0;
}
