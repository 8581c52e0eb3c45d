#define _GNU_SOURCE
#include "watcher.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "files.h"
#include "notify.h"

/* Milliseconds. Away for GONE a file is missing; empty for so long, empty: editors are faster. */
#define SETTLES 15 /* a file that stood still for so long is saved */
#define GONE    300
#define POLLS   200  /* from one look to the next without inotify */
#define GLANCES 2000 /* the same with inotify, to find out whether it sees everything */

/* By what a save is known. */
struct stamp {
    bool there;
    dev_t device;
    ino_t number;
    off_t size;
    struct timespec changed;
};

struct watched {
    char path[PATH_MAX];
    struct stamp told; /* as it was when a look last told of it */
    struct stamp seen; /* as the last look saw it */
    int64_t seen_at;   /* when it was first seen like that, in ms */
};

struct watcher {
    bool polling;
    bool woken; /* inotify has said something since all files stood still */
    char reason[128];
    struct notify notify;
    bool folders_away;
    int64_t due; /* ms: the next look */
    struct watched files[WATCHED_MOST];
    int count;
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static struct stamp take_stamp(const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0)
        return (struct stamp){.there = false};
    return (struct stamp){true, status.st_dev, status.st_ino, status.st_size,
                          status.st_mtim};
}

static bool same(const struct stamp *a, const struct stamp *b)
{
    if (!a->there || !b->there)
        return a->there == b->there;
    return a->device == b->device && a->number == b->number && a->size == b->size &&
           a->changed.tv_sec == b->changed.tv_sec &&
           a->changed.tv_nsec == b->changed.tv_nsec;
}

/* ---- how ------------------------------------------------------------------------------------ */

static void give_up_inotify(struct watcher *watcher, const char *reason,
                            const char *detail)
{
    if (!watcher->polling)
        notify_close(&watcher->notify);
    watcher->polling = true;
    snprintf(watcher->reason, sizeof watcher->reason, "%s%s", reason, detail);
}

struct watcher *watcher_open(bool polling)
{
    struct watcher *watcher = calloc(1, sizeof *watcher);
    if (!watcher)
        return NULL;
    watcher->notify.fd = -1;
    if (polling)
        give_up_inotify(watcher, "asked for", "");
    else if (notify_open(&watcher->notify) != 0)
        give_up_inotify(watcher, "inotify can't be had: ", strerror(errno));
    watcher->due = now_ms();
    return watcher;
}

static void watch_folder_of(struct watcher *watcher, const char *path)
{
    char folder[PATH_MAX];
    make_path(folder, "%s", path);
    char *slash = strrchr(folder, '/');
    make_path(folder, "%.*s", slash ? (int)(slash - folder) : 1, slash ? path : ".");
    const char *deaf = deaf_file_system(folder);
    if (deaf)
        give_up_inotify(watcher, "inotify may miss saves on this file system, ", deaf);
    else if (notify_add(&watcher->notify, folder) != 0)
        give_up_inotify(watcher, "inotify can't watch the folder: ", strerror(errno));
}

int watcher_add(struct watcher *watcher, const char *path)
{
    struct watched *file = &watcher->files[watcher->count];
    if (watcher->count == WATCHED_MOST || strlen(path) >= PATH_MAX) {
        errno = watcher->count == WATCHED_MOST ? ENOSPC : ENAMETOOLONG;
        return -1;
    }
    make_path(file->path, "%s", path);
    if (!watcher->polling)
        watch_folder_of(watcher, path);
    file->told = file->seen = take_stamp(path);
    return watcher->count++;
}

int watcher_fd(const struct watcher *watcher)
{
    return watcher->notify.fd;
}

int watcher_timeout(const struct watcher *watcher)
{
    int64_t left = watcher->due - now_ms();
    return left > 0 ? (int)left : 0;
}

const char *watcher_method(const struct watcher *watcher)
{
    return watcher->polling ? "polling" : "inotify";
}

const char *watcher_reason(const struct watcher *watcher)
{
    return watcher->reason;
}

/* ---- looking -------------------------------------------------------------------------------- */

/* What to tell of a file; *due comes nearer if it has to be looked at again sooner. */
static enum watched_change look_at(struct watched *file, int64_t now, int64_t *due)
{
    struct stamp stamp = take_stamp(file->path);
    if (!same(&stamp, &file->seen)) {
        file->seen = stamp;
        file->seen_at = now;
    }
    if (same(&file->seen, &file->told))
        return WATCHED_SAME;
    int64_t ripe = file->seen_at + (stamp.size > 0 ? SETTLES : GONE);
    if (now < ripe) {
        *due = ripe < *due ? ripe : *due;
        return WATCHED_SAME;
    }
    file->told = file->seen;
    return stamp.there ? WATCHED_SAVED : WATCHED_MISSING;
}

/* What inotify has said. A folder that comes back counts as said: its files may have changed. */
static void listen(struct watcher *watcher)
{
    if (watcher->polling)
        return;
    watcher->woken |= notify_take(&watcher->notify);
    bool away = !notify_renew(&watcher->notify);
    watcher->woken |= away || watcher->folders_away;
    watcher->folders_away = away;
}

int watcher_look(struct watcher *watcher, enum watched_change changes[WATCHED_MOST])
{
    int changed = 0;
    bool quiet = true;
    int64_t now = now_ms();
    listen(watcher);
    watcher->due = now + (watcher->polling || watcher->folders_away ? POLLS : GLANCES);
    for (int i = 0; i < watcher->count; i++) {
        changes[i] = look_at(&watcher->files[i], now, &watcher->due);
        changed += changes[i] != WATCHED_SAME;
        quiet &= same(&watcher->files[i].seen, &watcher->files[i].told);
    }
    if (changed && !watcher->polling && !watcher->woken)
        give_up_inotify(watcher, "inotify has missed a save", "");
    if (quiet)
        watcher->woken = false;
    return changed;
}

void watcher_close(struct watcher *watcher)
{
    if (!watcher)
        return;
    if (!watcher->polling)
        notify_close(&watcher->notify);
    free(watcher);
}
