/*
 * token.c - tokens as text.
 */
#include "token.h"

#include <string.h>

#define VERSION    1
#define MOST_BYTES ((EXPLORE_TOKEN_SIZE - 1) * 5 / 8)

/* Neither i, l, o nor u: nothing is taken for something else. */
static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";

struct bytes {
    uint8_t at[MOST_BYTES];
    unsigned length;
    unsigned next; /* to be read */
    bool bad;      /* full, or read beyond the end */
};

static void put(struct bytes *bytes, uint8_t byte)
{
    if (bytes->length == MOST_BYTES)
        bytes->bad = true;
    else
        bytes->at[bytes->length++] = byte;
}

static uint8_t get(struct bytes *bytes)
{
    if (bytes->next < bytes->length)
        return bytes->at[bytes->next++];
    bytes->bad = true;
    return 0;
}

/* Seven bits a byte, the lowest first; the highest bit: there are more. */
static void put_number(struct bytes *bytes, uint64_t number)
{
    for (; number > 0x7f; number >>= 7)
        put(bytes, (uint8_t)(number | 0x80));
    put(bytes, (uint8_t)number);
}

static uint64_t get_number(struct bytes *bytes)
{
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        uint8_t byte = get(bytes);
        number |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80)
            return number;
    }
    bytes->bad = true;
    return 0;
}

static uint32_t fold(uint64_t identity)
{
    return (uint32_t)((identity * 0x9e3779b97f4a7c15u) >> 32);
}

static uint8_t checksum(const struct bytes *bytes, unsigned length)
{
    uint32_t sum = 0x811c9dc5u; /* FNV-1a */
    for (unsigned i = 0; i < length; i++)
        sum = (sum ^ bytes->at[i]) * 0x01000193u;
    return (uint8_t)(sum >> 24);
}

bool token_fits(const struct token *token, uint64_t identity)
{
    return token->identity == fold(identity);
}

/* ---- bytes as text -------------------------------------------------------------------
 * */

static void write_text(const struct bytes *bytes, char *text)
{
    uint32_t bits = 0, left = 0;
    for (unsigned i = 0; i < bytes->length; i++) {
        bits = bits << 8 | bytes->at[i];
        for (left += 8; left >= 5; left -= 5)
            *text++ = alphabet[bits >> (left - 5) & 31];
    }
    if (left > 0)
        *text++ = alphabet[bits << (5 - left) & 31];
    *text = '\0';
}

static bool read_text(const char *text, struct bytes *bytes)
{
    uint32_t bits = 0, left = 0;
    for (; *text != '\0'; text++) {
        const char *letter = strchr(alphabet, *text);
        if (letter == NULL)
            return false;
        bits = bits << 5 | (uint32_t)(letter - alphabet);
        left += 5;
        if (left < 8)
            continue;
        left -= 8;
        put(bytes, (uint8_t)(bits >> left));
    }
    return !bytes->bad;
}

/* ---- tokens as bytes -----------------------------------------------------------------
 * */

bool token_write(const struct token *token, char text[EXPLORE_TOKEN_SIZE])
{
    struct bytes bytes = {.length = 0};
    uint64_t point = 0;
    uint32_t step = 0;
    put(&bytes, VERSION);
    for (unsigned i = 0; i < 4; i++)
        put(&bytes, (uint8_t)(fold(token->identity) >> 8 * i));
    put_number(&bytes, (uint64_t)(uint32_t)(token->failed_call + 1));
    put_number(&bytes, token->point_count);
    for (unsigned i = 0; i < token->point_count; i++) {
        put_number(&bytes, token->points[i] - point);
        point = token->points[i];
    }
    for (unsigned i = 0; i < token->deviation_count; i++) {
        const struct deviation *deviation = &token->deviations[i];
        put_number(&bytes, (uint64_t)(deviation->step - step) << 1 | deviation->waiter);
        put_number(&bytes, deviation->choice);
        step = deviation->step;
    }
    put(&bytes, checksum(&bytes, bytes.length));
    text[0] = '\0';
    if (bytes.bad)
        return false;
    write_text(&bytes, text);
    return true;
}

static bool read_points(struct bytes *bytes, struct token *token)
{
    uint64_t count = get_number(bytes), point = 0;
    if (count > TOKEN_MOST_POINTS)
        return false;
    token->point_count = (unsigned)count;
    for (unsigned i = 0; i < count; i++)
        token->points[i] = point += get_number(bytes);
    return true;
}

static bool read_deviations(struct bytes *bytes, struct token *token)
{
    uint32_t step = 0;
    while (bytes->next < bytes->length) {
        if (token->deviation_count == TOKEN_MOST_DEVIATIONS)
            return false;
        uint64_t number = get_number(bytes);
        step += (uint32_t)(number >> 1);
        token->deviations[token->deviation_count++] =
            (struct deviation){step, (number & 1) != 0, (uint16_t)get_number(bytes)};
    }
    return true;
}

bool token_read(const char *text, struct token *token)
{
    struct bytes bytes = {.length = 0};
    memset(token, 0, sizeof *token);
    if (!read_text(text, &bytes) || bytes.length < 7)
        return false;
    bytes.length--;
    if (checksum(&bytes, bytes.length) != bytes.at[bytes.length] ||
        get(&bytes) != VERSION)
        return false;
    for (unsigned i = 0; i < 4; i++)
        token->identity |= (uint64_t)get(&bytes) << 8 * i;
    token->failed_call = (uint32_t)get_number(&bytes) - 1;
    return read_points(&bytes, token) && read_deviations(&bytes, token) && !bytes.bad;
}
