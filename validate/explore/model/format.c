/*
 * format.c - walks a format of printf or scanf along its arguments.
 *
 * Positional arguments (%1$d) are left alone: what they point to isn't checked.
 */
#include "format.h"

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <wchar.h>

#include "library.h"

enum length { NORMAL, CHAR, SHORT, LONG, LONG_LONG, INTMAX, SIZE, PTRDIFF, LONG_DOUBLE };

/* One conversion specification, after the '%'. */
struct conversion {
    bool suppressed;     /* scanf's '*': nothing is stored */
    bool positional;     /* has a '$' */
    bool allocates;      /* scanf's 'm' */
    bool width_argument; /* printf's '*' */
    bool precision_argument;
    int width;     /* -1: none */
    int precision; /* the same */
    enum length length;
    char letter; /* '\0': the format ends here */
};

static const size_t integer_sizes[] = {
    [NORMAL] = sizeof(int),  [CHAR] = sizeof(char),         [SHORT] = sizeof(short),
    [LONG] = sizeof(long),   [LONG_LONG] = sizeof(long),    [INTMAX] = sizeof(intmax_t),
    [SIZE] = sizeof(size_t), [PTRDIFF] = sizeof(ptrdiff_t), [LONG_DOUBLE] = sizeof(long),
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static const char *parse_number(const char *text, int *number)
{
    for (; is_digit(*text); text++)
        *number = (*number < 0                  ? 0
                   : *number < INT_MAX / 10 - 1 ? *number * 10
                                                : *number) +
                  (*text - '0');
    return text;
}

static const char *parse_length(const char *text, enum length *length)
{
    static const struct {
        char text[3];
        enum length length;
    } lengths[] = {{"hh", CHAR},   {"h", SHORT},       {"ll", LONG_LONG},
                   {"l", LONG},    {"j", INTMAX},      {"z", SIZE},
                   {"t", PTRDIFF}, {"L", LONG_DOUBLE}, {"q", LONG_LONG}};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        size_t bytes = strlen(lengths[i].text);
        if (strncmp(text, lengths[i].text, bytes) != 0)
            continue;
        *length = lengths[i].length;
        return text + bytes;
    }
    return text;
}

/* The specification after a '%' at text; what follows its letter is returned. */
static const char *parse(const char *text, struct conversion *conversion, bool scans)
{
    *conversion = (struct conversion){.width = -1, .precision = -1};
    while (*text != '\0' && strchr(scans ? "'*m" : "-+ #0'I", *text) != NULL) {
        conversion->suppressed |= *text == '*';
        conversion->allocates |= *text == 'm';
        text++;
    }
    if (*text == '*') {
        conversion->width_argument = true;
        text++;
    }
    text = parse_number(text, &conversion->width);
    if (*text == '$') {
        conversion->positional = true;
        return text;
    }
    if (*text == '.' && text[1] == '*') {
        conversion->precision_argument = true;
        text += 2;
    } else if (*text == '.') {
        conversion->precision = 0;
        text = parse_number(text + 1, &conversion->precision);
    }
    if (*text == 'm' && scans) {
        conversion->allocates = true;
        text++;
    }
    text = parse_length(text, &conversion->length);
    conversion->letter = *text;
    return *text != '\0' ? text + 1 : text;
}

/* ---- printf ----------------------------------------------------------------------- */

struct arguments {
    va_list list;
    const void *site;
};

static void read_wide(const wchar_t *string, int precision, const void *site)
{
    size_t most = precision >= 0 ? (size_t)precision : SIZE_MAX / sizeof *string;
    size_t length = 0;
    while (length < most && string[length] != L'\0')
        length++;
    reads(string, (length < most ? length + 1 : most) * sizeof *string, site);
}

static void read_string(struct arguments *arguments, const struct conversion *conversion)
{
    const void *string = va_arg(arguments->list, const void *);
    if (string == NULL) /* glibc prints "(null)" */
        return;
    if (conversion->letter == 'S' || conversion->length == LONG)
        read_wide(string, conversion->precision, arguments->site);
    else
        reads_string(string,
                     conversion->precision >= 0 ? (size_t)conversion->precision
                                                : PTRDIFF_MAX,
                     arguments->site);
}

/* Takes the argument of one conversion off the list. */
static void pass_argument(struct arguments *arguments,
                          const struct conversion *conversion)
{
    switch (conversion->letter) {
    case 's':
    case 'S':
        read_string(arguments, conversion);
        break;
    case 'n':
        writes(va_arg(arguments->list, void *), integer_sizes[conversion->length],
               arguments->site);
        break;
    case 'a':
    case 'A':
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
        if (conversion->length == LONG_DOUBLE)
            (void)va_arg(arguments->list, long double);
        else
            (void)va_arg(arguments->list, double);
        break;
    case '%':
    case 'm':
        break;
    default: /* int or a long: either takes one slot of the list */
        (void)va_arg(arguments->list, long);
    }
}

void format_reads(const char *format, va_list list, const void *site)
{
    struct arguments arguments = {.site = site};
    struct conversion conversion;
    va_copy(arguments.list, list);
    while ((format = strchr(format, '%')) != NULL) {
        format = parse(format + 1, &conversion, false);
        if (conversion.letter == '\0')
            break;
        if (conversion.width_argument)
            (void)va_arg(arguments.list, int);
        if (conversion.precision_argument)
            conversion.precision = va_arg(arguments.list, int);
        pass_argument(&arguments, &conversion);
    }
    va_end(arguments.list);
}

/* ---- scanf ------------------------------------------------------------------------ */

/* Behind the ']' of a set: "%[^]]" holds one. */
static const char *skip_set(const char *format)
{
    if (*format == '^')
        format++;
    if (*format == ']')
        format++;
    while (*format != '\0' && *format != ']')
        format++;
    return *format != '\0' ? format + 1 : format;
}

static size_t size_stored(const struct conversion *conversion, const void *target)
{
    size_t one = conversion->length == LONG ? sizeof(wchar_t) : 1;
    if (conversion->allocates)
        return sizeof(void *);
    switch (conversion->letter) {
    case 's':
    case '[':
        return one == 1 ? strlen(target) + 1 : (wcslen(target) + 1) * one;
    case 'c':
        return (conversion->width > 0 ? (size_t)conversion->width : 1) * one;
    case 'a':
    case 'e':
    case 'f':
    case 'g':
    case 'E':
    case 'G':
        return conversion->length == LONG_DOUBLE ? sizeof(long double)
               : conversion->length == LONG      ? sizeof(double)
                                                 : sizeof(float);
    case 'p':
        return sizeof(void *);
    default:
        return integer_sizes[conversion->length];
    }
}

void format_writes(const char *format, va_list list, int stored, const void *site)
{
    va_list arguments;
    struct conversion conversion;
    va_copy(arguments, list);
    while (stored > 0 && (format = strchr(format, '%')) != NULL) {
        format = parse(format + 1, &conversion, true);
        if (conversion.letter == '\0')
            break;
        if (conversion.letter == '[')
            format = skip_set(format);
        if (conversion.letter == '%' || conversion.suppressed)
            continue;
        void *target = va_arg(arguments, void *);
        writes(target, size_stored(&conversion, target), site);
        stored -= conversion.letter != 'n';
    }
    va_end(arguments);
}
