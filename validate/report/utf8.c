#include "utf8.h"

#include <stdbool.h>

/* Length of a character by its first byte; 0: no character begins so. */
static int length_by_first(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first < 0xE0)
        return 2;
    if (first >= 0xE0 && first < 0xF0)
        return 3;
    return first >= 0xF0 && first < 0xF5 ? 4 : 0;
}

/* Too long a form, a half of a UTF-16 pair, or beyond the last character. */
static bool is_forbidden(long character, int length)
{
    static const long least[] = {0, 0, 0x80, 0x800, 0x10000};
    return character < least[length] || character > 0x10FFFF ||
           (character >= 0xD800 && character <= 0xDFFF);
}

long utf8_next(const char **at)
{
    const unsigned char *byte = (const unsigned char *)*at;
    int length = length_by_first(byte[0]);
    (*at)++;
    if (length <= 1)
        return length ? byte[0] : -1;
    long character = byte[0] & (0x7F >> length);
    for (int i = 1; i < length; i++) {
        if ((byte[i] & 0xC0) != 0x80)
            return -1;
        character = character << 6 | (byte[i] & 0x3F);
    }
    if (is_forbidden(character, length))
        return -1;
    *at += length - 1;
    return character;
}

void utf8_clean(char *text)
{
    const char *at = text;
    while (*at) {
        char *first = text + (at - text);
        if (utf8_next(&at) < 0)
            *first = '?';
    }
}
