/*
 * notify.h - inotify on the folders that hold the watched files.
 *
 * Folders, not files: a file that an editor puts in the place of the old one is another file. A
 * folder may go and come back.
 */
#ifndef NOTIFY_H
#define NOTIFY_H

#include <limits.h>
#include <stdbool.h>

#define NOTIFY_FOLDERS 32

struct notify {
    int fd;
    struct {
        char path[PATH_MAX];
        int number; /* inotify's; -1: not watched at the moment */
    } folders[NOTIFY_FOLDERS];
    int count;
};

/* Returns 0; or -1 with errno, and fd is -1. */
int notify_open(struct notify *notify);

/* Watches a folder, once, however often it is named. Returns 0, also when it doesn't exist yet; or -1
 * with errno. */
int notify_add(struct notify *notify, const char *folder);

/* Takes what has happened, without waiting. Returns whether anything did. */
bool notify_take(struct notify *notify);

/* Watches the folders that have come back. Returns whether all are watched now. */
bool notify_renew(struct notify *notify);

void notify_close(struct notify *notify);

/* Is the file or folder on a file system whose changes from another machine, or from outside of the
 * container, inotify isn't told of? Returns its name ("NFS"); or NULL. */
const char *deaf_file_system(const char *path);

#endif
