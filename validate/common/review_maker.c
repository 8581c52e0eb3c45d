#include "review_maker.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rng.h"

#define HARSH_PIECES 300
#define LONG_PIECES  60000

static int pick(struct rng *rng, int count)
{
    return (int)rng_range(rng, 0, count - 1);
}

/* ---- keys and names --------------------------------------------------------------- */

static void fill_alphanumeric(struct rng *rng, char *text, size_t length)
{
    static const char signs[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    for (size_t i = 0; i < length; i++)
        text[i] = signs[pick(rng, sizeof signs - 1)];
    text[length] = '\0';
}

void make_key(uint64_t seed, char key[REVIEW_KEY_SIZE])
{
    struct rng rng = {seed ^ 0x6b6579};
    memcpy(key, "sk-", 3);
    fill_alphanumeric(&rng, key + 3, REVIEW_KEY_SIZE - 4);
}

void make_model(uint64_t seed, enum text_kind kind, char model[REVIEW_MODEL_SIZE])
{
    struct rng rng = {seed ^ 0x6d6f64};
    char name[9];
    fill_alphanumeric(&rng, name, sizeof name - 1);
    snprintf(model, REVIEW_MODEL_SIZE,
             kind == TEXT_HARSH ? "model-%s \"%d\\\"" : "model-%s-%d", name,
             pick(&rng, 100));
}

/* ---- a certificate ---------------------------------------------------------------- */

const char OTHER_HOSTS_CERTIFICATE[] =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBuTCCAV+gAwIBAgIUKwXbNWX7gALtGHty8oxvwM+9Wr4wCgYIKoZIzj0EAwIw\n"
    "IDEeMBwGA1UEAwwVc29tZWJvZHkuZWxzZS5pbnZhbGlkMCAXDTI2MTEyNzIyNDgx\n"
    "MFoYDzIxMjYxMTAzMjI0ODEwWjAgMR4wHAYDVQQDDBVzb21lYm9keS5lbHNlLmlu\n"
    "dmFsaWQwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASBGHsN57cO8uH4V5OqrPqy\n"
    "g2IBPs0QJm9LWsashjyN84gXFVpWTCAb8GAqm0g5BTf5B2NSJ/8RKEBd6r6/3i9j\n"
    "o3UwczAdBgNVHQ4EFgQU0qbLWWBTEkEzHTKNcEhMAGKKs+UwHwYDVR0jBBgwFoAU\n"
    "0qbLWWBTEkEzHTKNcEhMAGKKs+UwIAYDVR0RBBkwF4IVc29tZWJvZHkuZWxzZS5p\n"
    "bnZhbGlkMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgUdDsoXya\n"
    "NYnVhXf/2nZvKkXzE9HBiF2DFMg/nRcu4DwCIQCwyKuxttA5qmahKiMn77Q63HK+\n"
    "6F9cEgxIXXIdR83wmg==\n"
    "-----END CERTIFICATE-----\n";

/* ---- texts ------------------------------------------------------------------------ */

/* A text that grows; the one way to fail is the end of the program. */
static FILE *open_text(char **text, size_t *size)
{
    FILE *out = open_memstream(text, size);
    if (!out)
        abort();
    return out;
}

static void close_text(FILE *out)
{
    if (fclose(out) != 0)
        abort();
}

static void put_simple(struct rng *rng, FILE *out)
{
    static const char *const names[] = {"total", "count", "next", "found", "balance"};
    const char *name = names[pick(rng, 5)];
    fprintf(out, "%s = %s + %d; /* step %d of %d */", name, name, pick(rng, 9) + 1,
            pick(rng, 10000), pick(rng, 10000) + 10000);
}

static void put_harsh_piece(struct rng *rng, FILE *out)
{
    static const char *const pieces[] = {
        "\"",
        "\\",
        "\n",
        "\r\n",
        "\t",
        "\b",
        "\f",
        "\\n",
        "\\\"",
        "\\u0041",
        "%s%n",
        "%",
        "'",
        "/* */",
        "</code>",
        "```",
        "{\"a\":[",
        "\xc3\xa9",
        "\xe6\xbc\xa2",
        "\xf0\x9f\x8e\xac",
        "\xc2\x80",
        "\x7f",
        "printf(\"x\\n\");\n",
        "}]}",
        "\xe2\x80\xa8",
    };
    int kind = pick(rng, 10);
    if (kind < 6)
        fputs(pieces[pick(rng, sizeof pieces / sizeof pieces[0])], out);
    else if (kind < 7)
        fputc(1 + pick(rng, 31), out);
    else
        fputc(' ' + pick(rng, 95), out);
}

char *make_text(uint64_t seed, enum text_kind kind)
{
    struct rng rng = {seed ^ 0x746578};
    char *text;
    size_t size;
    FILE *out = open_text(&text, &size);
    if (kind == TEXT_SIMPLE)
        put_simple(&rng, out);
    int pieces = kind == TEXT_HARSH ? HARSH_PIECES : kind == TEXT_LONG ? LONG_PIECES : 0;
    for (int i = 0; i < pieces; i++)
        put_harsh_piece(&rng, out);
    if (pieces)
        fputs("\"\xc3\xa9\n\x01\\", out);
    close_text(out);
    return text;
}

/* ---- replies ---------------------------------------------------------------------- */

/* One letter of UTF-8 at *text, which is moved behind it. */
static uint32_t next_letter(const char **text)
{
    const unsigned char *at = (const unsigned char *)*text;
    int more = at[0] < 0xc0 ? 0 : at[0] < 0xe0 ? 1 : at[0] < 0xf0 ? 2 : 3;
    uint32_t letter = more ? at[0] & (0x3fu >> more) : at[0];
    for (int i = 1; i <= more; i++)
        letter = letter << 6 | (at[i] & 0x3fu);
    *text += 1 + more;
    return letter;
}

static void put_by_number(FILE *out, uint32_t letter)
{
    if (letter < 0x10000)
        fprintf(out, "\\u%04x", letter);
    else
        fprintf(out, "\\u%04X\\u%04x", 0xd800 + ((letter - 0x10000) >> 10),
                0xdc00 + ((letter - 0x10000) & 0x3ff));
}

static bool put_by_name(FILE *out, uint32_t letter)
{
    static const char letters[] = "\"\\/\b\f\n\r\t", names[] = "\"\\/bfnrt";
    const char *at = letter < 0x80 ? memchr(letters, (int)letter, 8) : NULL;
    if (at)
        fprintf(out, "\\%c", names[at - letters]);
    return at != NULL;
}

static void put_string(struct rng *rng, FILE *out, const char *text)
{
    fputc('"', out);
    while (*text) {
        const char *start = text;
        uint32_t letter = next_letter(&text);
        bool is_plain = letter >= ' ' && letter != '"' && letter != '\\';
        int way = pick(rng, 4);
        if (is_plain && way > 0)
            fwrite(start, 1, (size_t)(text - start), out);
        else if (way == 0 || !put_by_name(out, letter))
            put_by_number(out, letter);
    }
    fputc('"', out);
}

static void put_message(struct rng *rng, FILE *out, const char *text)
{
    bool role_first = pick(rng, 2);
    fputs(role_first ? "\"message\": {\"role\": \"assistant\", \"content\": "
                     : "\"message\" :\n{ \"content\":",
          out);
    put_string(rng, out, text);
    fputs(role_first ? ", \"refusal\": null}" : ",\"role\":\"assistant\" }", out);
}

/* The second choice isn't the answer. */
static void put_choices(struct rng *rng, FILE *out, const char *text)
{
    fputs("\"choices\": [ {\"index\": 0, ", out);
    put_message(rng, out, text);
    fputs(", \"finish_reason\": \"stop\"}", out);
    fputs(", {\"index\": 1, \"message\": {\"role\": \"assistant\", \"content\": "
          "\"another one\"}}",
          out);
    fputs(" ]", out);
}

char *make_reply(uint64_t seed, const char *text)
{
    struct rng rng = {seed ^ 0x72706c};
    char *body;
    size_t size;
    bool choices_first = pick(&rng, 2);
    FILE *out = open_text(&body, &size);
    fputs("{", out);
    if (choices_first)
        put_choices(&rng, out, text);
    fprintf(out,
            "%s\"id\": \"chatcmpl-%d\", \"usage\": {\"total_tokens\": %d, \"x\": []}",
            choices_first ? ", " : "", pick(&rng, 100000), pick(&rng, 1000));
    if (!choices_first) {
        fputs(", ", out);
        put_choices(&rng, out, text);
    }
    fputs("}\n", out);
    close_text(out);
    return body;
}

#define IN_CHOICE(text)  "{\"choices\": [" text "]}"
#define IN_MESSAGE(text) IN_CHOICE("{\"message\": {\"role\": \"assistant\"" text "}}")

const struct bad_reply BAD_REPLIES[] = {
    {"", "of no bytes at all"},
    {"<!doctype html><title>502</title>", "that is no JSON but a page for people"},
    {"{\"choices\": [{\"message\": {\"content\": \"half a", "that breaks off"},
    {"null", "that is null"},
    {"42", "that is a number"},
    {"\"choices\"", "that is a string"},
    {"[]", "that is an array"},
    {"{}", "without choices"},
    {"{\"error\": {\"message\": \"overloaded\"}}", "that is an error message"},
    {"{\"choices\": null}", "whose choices are null"},
    {"{\"choices\": \"none\"}", "whose choices are a string"},
    {"{\"choices\": {}}", "whose choices are an empty object, no array"},
    {"{\"choices\": {\"0\": {\"message\": {\"content\": \"x\"}}}}",
     "whose choices are an object, no array"},
    {IN_CHOICE(""), "whose choices are empty"},
    {IN_CHOICE("null"), "whose first choice is null"},
    {IN_CHOICE("\"text\""), "whose first choice is a string"},
    {IN_CHOICE("{}"), "whose first choice has no message"},
    {IN_CHOICE("{}, {\"message\": {\"content\": \"x\"}}"),
     "whose first choice has no message, but whose second one has"},
    {IN_CHOICE("{\"message\": null}"), "whose message is null"},
    {IN_CHOICE("{\"message\": \"text\"}"), "whose message is a string"},
    {IN_MESSAGE(""), "whose message has no content"},
    {IN_MESSAGE(", \"content\": null"), "whose content is null"},
    {IN_MESSAGE(", \"content\": 7"), "whose content is a number"},
    {IN_MESSAGE(", \"content\": false"), "whose content is false"},
    {IN_MESSAGE(", \"content\": [\"text\"]"), "whose content is an array"},
    {IN_MESSAGE(", \"content\": {\"text\": \"x\"}"), "whose content is an object"},
};
const size_t BAD_REPLY_COUNT = sizeof BAD_REPLIES / sizeof BAD_REPLIES[0];
