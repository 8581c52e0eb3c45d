#include "archive.h"

#include <ar.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INDEX_LIMIT (256u << 10) /* bytes: the lab's has about a tenth of it */

/* Numbers of the index are four bytes, the highest first, on every machine. */
static uint32_t number_at(const char *at)
{
    const unsigned char *byte = (const unsigned char *)at;
    return (uint32_t)byte[0] << 24 | (uint32_t)byte[1] << 16 | (uint32_t)byte[2] << 8 |
           byte[3];
}

/* The index is the first member, called "/": how many names, where their members stand, the names. */
static int find_index(struct archive *archive, size_t size)
{
    const struct ar_hdr *header = (const struct ar_hdr *)(archive->bytes + SARMAG);
    const char *index = archive->bytes + SARMAG + sizeof *header;
    if (size < SARMAG + sizeof *header + 4 ||
        memcmp(archive->bytes, ARMAG, SARMAG) != 0 || memcmp(header->ar_name, "/ ", 2))
        return -1;
    size_t length = strtoul(header->ar_size, NULL, 10);
    size_t count = number_at(index);
    if (length > size - (size_t)(index - archive->bytes) || length < 4 ||
        count > length / 4 - 1)
        return -1;
    const char *end = index + length;
    archive->names = index + 4 + 4 * count;
    const char *at = archive->names;
    for (size_t i = 0; i < count; i++) {
        const char *stop = memchr(at, '\0', (size_t)(end - at));
        if (!stop)
            return -1;
        at = stop + 1;
    }
    archive->count = count;
    return 0;
}

/* Only the index: what stands behind it is large. */
static char *read_begin(const char *path, size_t *size)
{
    FILE *file = fopen(path, "re");
    char *bytes = file ? malloc(INDEX_LIMIT) : NULL;
    if (bytes)
        *size = fread(bytes, 1, INDEX_LIMIT, file);
    if (bytes && ferror(file)) {
        free(bytes);
        bytes = NULL;
    }
    if (file)
        fclose(file);
    return bytes;
}

int archive_read(const char *path, struct archive *archive)
{
    size_t size;
    *archive = (struct archive){0};
    archive->bytes = read_begin(path, &size);
    if (!archive->bytes)
        return -1;
    if (find_index(archive, size) == 0)
        return 0;
    archive_free(archive);
    errno = ENOEXEC;
    return -1;
}

bool archive_defines(const struct archive *archive, const char *name)
{
    const char *at = archive->names;
    for (size_t i = 0; i < archive->count; i++, at += strlen(at) + 1)
        if (strcmp(at, name) == 0)
            return true;
    return false;
}

void archive_free(struct archive *archive)
{
    free(archive->bytes);
    *archive = (struct archive){0};
}
