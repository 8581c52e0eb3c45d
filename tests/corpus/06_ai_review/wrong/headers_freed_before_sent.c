/* mistake: the list of headers is freed as soon as libcurl has its address
 * fails: request_reaches_the_server
 * says: crashed
 * file: ai_review.c
 */
#define _GNU_SOURCE
#include "ai_review.h"

#include <ctype.h>
#include <curl/mprintf.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ===================== writing ===================== */

static size_t escaped_length(const char *s)
{
  size_t n = 2;
  for (; *s; s++)
    n += (unsigned char)*s < 0x20 ? 6 : *s == '"' || *s == '\\' ? 2 : 1;
  return n;
}

static char *put_escaped(char *to, const char *s)
{
  *to++ = '"';
  for (; *s; s++) {
    if ((unsigned char)*s < 0x20)
      to += sprintf(to, "\\u%04x", (unsigned char)*s);
    else {
      if (*s == '"' || *s == '\\')
        *to++ = '\\';
      *to++ = *s;
    }
  }
  *to++ = '"';
  return to;
}

int build_review_request(const ReviewClient *client, const char *snippet, char **json)
{
  static const char model[] = "{\"model\":";
  static const char middle[] = ",\"messages\":[{\"role\":\"system\",\"content\":\"You are a strict reviewer of "
                               "concurrent C. Name line, shared datum and schedule of each fault.\"},"
                               "{\"role\":\"user\",\"content\":";
  static const char end[] = "}]}";
  if (!client || !snippet || !json) {
    errno = EINVAL;
    return -1;
  }
  size_t size = sizeof model + sizeof middle + sizeof end + escaped_length(client->model) + escaped_length(snippet);
  char *text = malloc(size);
  if (!text) {
    errno = ENOMEM;
    return -1;
  }
  char *at = stpcpy(text, model);
  at = put_escaped(at, client->model);
  at = stpcpy(at, middle);
  at = put_escaped(at, snippet);
  strcpy(at, end);
  *json = text;
  return 0;
}

/* ===================== reading ===================== */

struct reader {
  const char *at;
  int depth;
};

static void blanks(struct reader *r) { r->at += strspn(r->at, " \t\r\n"); }

static bool sign(struct reader *r, char c)
{
  blanks(r);
  if (*r->at != c)
    return false;
  r->at++;
  return true;
}

static int hex4(const char *p)
{
  int v = 0;
  for (int i = 0; i < 4; i++) {
    if (!isxdigit((unsigned char)p[i]))
      return -1;
    v = v * 16 + (isdigit((unsigned char)p[i]) ? p[i] - '0' : tolower((unsigned char)p[i]) - 'a' + 10);
  }
  return v;
}

static char *utf8(char *to, uint32_t c)
{
  if (c < 0x80)
    *to++ = (char)c;
  else if (c < 0x800)
    *to++ = (char)(0xc0 | c >> 6), *to++ = (char)(0x80 | (c & 63));
  else if (c < 0x10000)
    *to++ = (char)(0xe0 | c >> 12), *to++ = (char)(0x80 | (c >> 6 & 63)), *to++ = (char)(0x80 | (c & 63));
  else
    *to++ = (char)(0xf0 | c >> 18), *to++ = (char)(0x80 | (c >> 12 & 63)), *to++ = (char)(0x80 | (c >> 6 & 63)),
    *to++ = (char)(0x80 | (c & 63));
  return to;
}

/* Reads a string; writes it to `to` unless that is NULL. What comes out is never longer than what goes in. */
static bool string(struct reader *r, char *to)
{
  char sink[8];
  if (!sign(r, '"'))
    return false;
  while (*r->at != '"') {
    char *here = to ? to : sink, *next;
    if (*r->at == '\0')
      return false;
    if (*r->at != '\\') {
      *here = *r->at++;
      next = here + 1;
    } else if (r->at[1] == 'u') {
      int c = hex4(r->at + 2), low;
      if (c <= 0)
        return false;
      r->at += 6;
      if (c >= 0xd800 && c < 0xdc00) {
        if (r->at[0] != '\\' || r->at[1] != 'u' || (low = hex4(r->at + 2)) < 0xdc00 || low > 0xdfff)
          return false;
        c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
        r->at += 6;
      }
      next = utf8(here, (uint32_t)c);
    } else {
      static const char names[] = "\"\\/bfnrt", letters[] = "\"\\/\b\f\n\r\t";
      const char *name = r->at[1] ? strchr(names, r->at[1]) : NULL;
      if (!name)
        return false;
      *here = letters[name - names];
      next = here + 1;
      r->at += 2;
    }
    if (to)
      to = next;
  }
  r->at++;
  if (to)
    *to = '\0';
  return true;
}

static bool value(struct reader *r);

static bool members(struct reader *r, char close, bool named)
{
  if (++r->depth > 200)
    return false;
  if (!sign(r, close)) {
    do {
      if (named && (!string(r, NULL) || !sign(r, ':')))
        return false;
      if (!value(r))
        return false;
    } while (sign(r, ','));
    if (!sign(r, close))
      return false;
  }
  r->depth--;
  return true;
}

static bool value(struct reader *r)
{
  char *end;
  blanks(r);
  if (*r->at == '{')
    return r->at++, members(r, '}', true);
  if (*r->at == '[')
    return r->at++, members(r, ']', false);
  if (*r->at == '"')
    return string(r, NULL);
  for (const char *const *word = (const char *const[]){"null", "true", "false", NULL}; *word; word++)
    if (strncmp(r->at, *word, strlen(*word)) == 0)
      return r->at += strlen(*word), true;
  if (*r->at != '-' && !isdigit((unsigned char)*r->at))
    return false;
  strtod(r->at, &end);
  r->at = end;
  return true;
}

/* Goes to the value of a member of the object at r. The text is known to be JSON. */
static bool enter(struct reader *r, const char *name)
{
  char key[16];
  if (!sign(r, '{'))
    return false;
  do {
    struct reader look = *r;
    if (!string(&look, NULL))
      return false; /* {} */
    bool fits = (size_t)(look.at - r->at) < sizeof key && string(&(struct reader){.at = r->at}, key);
    r->at = look.at;
    sign(r, ':');
    if (fits && strcmp(key, name) == 0)
      return true;
    value(r);
  } while (sign(r, ','));
  return false;
}

int read_review_reply(const char *body, char **text)
{
  if (!body || !text) {
    errno = EINVAL;
    return -1;
  }
  struct reader r = {.at = body};
  bool json = value(&r);
  blanks(&r);
  json = json && *r.at == '\0';
  r = (struct reader){.at = body};
  if (!json || !enter(&r, "choices") || !sign(&r, '[') || !enter(&r, "message") || !enter(&r, "content")) {
    errno = EBADMSG;
    return -1;
  }
  blanks(&r);
  if (*r.at != '"') {
    errno = EBADMSG;
    return -1;
  }
  struct reader look = r;
  string(&look, NULL);
  char *copy = malloc((size_t)(look.at - r.at));
  if (!copy) {
    errno = ENOMEM;
    return -1;
  }
  string(&r, copy);
  *text = copy;
  return 0;
}

/* ===================== talking ===================== */

struct buffer {
  char *bytes;
  size_t used, limit;
  bool overflow;
};

static size_t append(char *data, size_t size, size_t count, void *user)
{
  struct buffer *b = user;
  if (size * count > b->limit - b->used) {
    b->overflow = true;
    return (size_t)-1;
  }
  memcpy(b->bytes + b->used, data, size * count);
  b->used += size * count;
  return size * count;
}

int request_review(const ReviewClient *client, const char *snippet, Review *review)
{
  if (!client || !snippet || !review) {
    errno = EINVAL;
    return -1;
  }
  *review = (Review){.text = NULL};
  char *json = NULL, *url = NULL, *key = NULL;
  struct curl_slist *headers = NULL, *more;
  struct buffer in = {.limit = client->reply_limit};
  CURL *curl = NULL;
  int error = ENOMEM;
  if (build_review_request(client, snippet, &json) != 0)
    goto out;
  in.bytes = malloc(in.limit + 1);
  url = curl_maprintf("%s/chat/completions", client->base_url);
  key = curl_maprintf("Authorization: Bearer %s", client->api_key);
  if (!in.bytes || !url || !key)
    goto out;
  if (!(more = curl_slist_append(headers, key)))
    goto out;
  headers = more;
  if (!(more = curl_slist_append(headers, "Content-Type: application/json; charset=utf-8")))
    goto out;
  headers = more;
  if (!(more = curl_slist_append(headers, "Expect:"))) /* no 100-continue for long snippets */
    goto out;
  headers = more;
  if (!(curl = review_client_open()))
    goto out;
  CURLcode code = curl_easy_setopt(curl, CURLOPT_COPYPOSTFIELDS, json);
  code = code ? code : curl_easy_setopt(curl, CURLOPT_URL, url);
  code = code ? code : curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
  curl_slist_free_all(headers);
  headers = NULL;
  code = code ? code : curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, client->timeout_ms);
  code = code ? code : curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, client->timeout_ms);
  code = code ? code : curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, append);
  code = code ? code : curl_easy_setopt(curl, CURLOPT_WRITEDATA, &in);
  code = code ? code : curl_easy_perform(curl);
  curl_off_t wait = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &review->http_status);
  if (curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &wait) == CURLE_OK)
    review->retry_after_s = (long)wait;
  in.bytes[in.used] = '\0';
  if (in.overflow)
    error = EMSGSIZE;
  else if (code != CURLE_OK)
    error = review_client_errno(code);
  else if (review->http_status == 200)
    error = read_review_reply(in.bytes, &review->text) == 0 ? 0 : errno;
  else if (review->http_status == 401 || review->http_status == 403)
    error = EACCES;
  else
    error = review->http_status == 429 ? EAGAIN : EREMOTEIO;
out:
  if (curl)
    curl_easy_cleanup(curl);
  curl_slist_free_all(headers);
  curl_free(key);
  curl_free(url);
  free(in.bytes);
  free(json);
  if (error) {
    errno = error;
    return -1;
  }
  return 0;
}
