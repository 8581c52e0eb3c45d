#define _GNU_SOURCE
#include "files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

char *make_path(char *path, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    if (vsnprintf(path, PATH_MAX, format, values) >= PATH_MAX)
        path[0] = '\0';
    va_end(values);
    return path;
}

static int read_whole(int fd, char *buffer, size_t size)
{
    size_t got = 0;
    while (got < size) {
        ssize_t n = read(fd, buffer + got, size - got);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return -1;
        got += (size_t)n;
    }
    buffer[size] = '\0';
    return 0;
}

/* Only regular files have a size to trust; a FIFO would block, a folder can't be read. */
static int regular_size(int fd, size_t limit, size_t *size)
{
    struct stat status;
    if (fstat(fd, &status) != 0)
        return -1;
    if (!S_ISREG(status.st_mode)) {
        errno = S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
        return -1;
    }
    if ((size_t)status.st_size > limit) {
        errno = EFBIG;
        return -1;
    }
    *size = (size_t)status.st_size;
    return 0;
}

char *read_file(const char *path, size_t limit, size_t *size)
{
    char *text = NULL;
    size_t length;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return NULL;
    if (regular_size(fd, limit, &length) != 0)
        goto out;
    text = malloc(length + 1);
    if (!text)
        goto out;
    if (read_whole(fd, text, length) != 0) {
        free(text);
        text = NULL;
        goto out;
    }
    if (size)
        *size = length;
out:;
    int kept = errno;
    close(fd);
    errno = kept;
    return text;
}

static int write_whole(int fd, const char *data, size_t size)
{
    while (size > 0) {
        ssize_t n = write(fd, data, size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        data += n;
        size -= (size_t)n;
    }
    return 0;
}

int write_file(const char *path, const void *data, size_t size)
{
    char temporary[PATH_MAX];
    make_path(temporary, "%s.XXXXXX", path);
    int fd = mkostemp(temporary, O_CLOEXEC);
    if (fd < 0)
        return -1;
    fchmod(fd, 0644);
    int failed = write_whole(fd, data, size);
    int kept = errno;
    if (close(fd) != 0 && !failed) {
        failed = -1;
        kept = errno;
    }
    if (!failed && rename(temporary, path) == 0)
        return 0;
    if (!failed)
        kept = errno;
    unlink(temporary);
    errno = kept;
    return -1;
}

int make_folders(const char *path)
{
    char part[PATH_MAX];
    size_t length = strlen(path);
    if (length >= sizeof part) {
        errno = ENAMETOOLONG;
        return -1;
    }
    for (size_t i = 1; i <= length; i++) {
        if (path[i] != '/' && path[i] != '\0')
            continue;
        memcpy(part, path, i);
        part[i] = '\0';
        if (mkdir(part, 0755) != 0 && errno != EEXIST)
            return -1;
    }
    return 0;
}

int make_folders_for(const char *file_path)
{
    char folder[PATH_MAX];
    make_path(folder, "%s", file_path);
    char *slash = strrchr(folder, '/');
    if (!slash || slash == folder)
        return 0;
    *slash = '\0';
    return make_folders(folder);
}

int remove_flat_folder(const char *path)
{
    DIR *folder = opendir(path);
    if (!folder)
        return errno == ENOENT ? 0 : -1;
    struct dirent *entry;
    while ((entry = readdir(folder)))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            unlinkat(dirfd(folder), entry->d_name, 0);
    closedir(folder);
    return rmdir(path);
}

int count_files(const char *path, int most)
{
    int count = 0;
    struct dirent *entry;
    DIR *folder = opendir(path);
    while (folder && count < most && (entry = readdir(folder)))
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    if (folder)
        closedir(folder);
    return count;
}
