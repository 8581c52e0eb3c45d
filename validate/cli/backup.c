#define _GNU_SOURCE
#include "backup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "files.h"

#define BACKUPS        "build/backup"
#define SAME_TIME_MOST 1000 /* backups within one second */

int backup_make_folder(char *folder)
{
    char stamp[32];
    time_t now = time(NULL);
    struct tm local;
    if (!localtime_r(&now, &local) || make_folders(BACKUPS) != 0)
        return -1;
    strftime(stamp, sizeof stamp, "%Y-%m-%d_%H%M%S", &local);
    make_path(folder, BACKUPS "/%s", stamp);
    for (int i = 2; mkdir(folder, 0755) != 0; i++) {
        if (errno != EEXIST || i > SAME_TIME_MOST)
            return -1;
        make_path(folder, BACKUPS "/%s_%d", stamp, i);
    }
    return 0;
}

void backup_drop_folder(const char *folder)
{
    rmdir(folder);
}

static int sync_and_close(int fd)
{
    int failed = fsync(fd), error = errno;
    if (close(fd) != 0 && !failed) {
        failed = -1;
        error = errno;
    }
    errno = error;
    return failed;
}

static int copy_bytes(int from, int to)
{
    char buffer[1 << 16];
    ssize_t got;
    while ((got = read(from, buffer, sizeof buffer)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        for (ssize_t done = 0; done < got;) {
            ssize_t n = write(to, buffer + done, (size_t)(got - done));
            if (n < 0 && errno != EINTR)
                return -1;
            done += n > 0 ? n : 0;
        }
    }
    return 0;
}

static int copy_file(const char *path, const char *to)
{
    int source = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW), copy = -1, failed = -1;
    if (source < 0)
        return -1;
    copy = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (copy >= 0) {
        failed = copy_bytes(source, copy);
        int error = errno;
        if (sync_and_close(copy) != 0 && !failed) {
            failed = -1;
            error = errno;
        }
        errno = error;
    }
    int error = errno;
    if (failed && copy >= 0)
        unlink(to);
    close(source);
    errno = error;
    return failed;
}

static int copy_link(const char *path, const char *to)
{
    char target[PATH_MAX];
    ssize_t length = readlink(path, target, sizeof target - 1);
    if (length < 0)
        return -1;
    target[length] = '\0';
    return symlink(target, to);
}

static int move_across(const char *path, const char *to)
{
    struct stat status;
    int failed = -1;
    if (lstat(path, &status) != 0)
        return -1;
    if (S_ISREG(status.st_mode))
        failed = copy_file(path, to);
    else if (S_ISLNK(status.st_mode))
        failed = copy_link(path, to);
    else
        errno = EXDEV;
    if (!failed && unlink(path) != 0) {
        int error = errno;
        unlink(to);
        errno = error;
        failed = -1;
    }
    return failed;
}

/* Removes the folders that were made for a file which never came. */
static void drop_folders_for(char *to)
{
    int error = errno;
    *strrchr(to, '/') = '\0';
    rmdir(to);
    errno = error;
}

int backup_move(const char *path, const char *folder, const char *name)
{
    char to[PATH_MAX];
    make_path(to, "%s/%s", folder, name);
    if (make_folders_for(to) != 0)
        return -1;
    int failed = rename(path, to);
    if (failed && errno == EXDEV)
        failed = move_across(path, to);
    if (failed)
        drop_folders_for(to);
    return failed;
}
