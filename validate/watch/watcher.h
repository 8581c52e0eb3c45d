/*
 * watcher.h - tells when one of a few files was saved: by inotify, or by looking again and again
 * where inotify can't be had or doesn't see everything.
 *
 * Either way only wakes the watcher. Whether a file was saved is decided by its stamp (file number,
 * size, time of its last change), which has stood still for a moment: an editor that writes a new
 * file and renames it, or takes the old one away first, has saved once.
 */
#ifndef WATCHER_H
#define WATCHER_H

#include <stdbool.h>

#define WATCHED_MOST 64 /* files */

struct watcher;

/* Watches nothing yet. `polling`: don't try inotify. Returns NULL with errno ENOMEM; to be freed
 * with watcher_close. */
struct watcher *watcher_open(bool polling);

/* Watches a file, which needn't exist. Returns its number, counted from 0; or -1 with errno: no
 * place (ENOSPC), a path that is too long. */
int watcher_add(struct watcher *watcher, const char *path);

/* To be waited for with poll(), POLLIN; -1: there is nothing to wait for but the time. May change
 * with each look. */
int watcher_fd(const struct watcher *watcher);

/* Milliseconds until the next look is due. */
int watcher_timeout(const struct watcher *watcher);

/* What has become of a file since the look that last told of it. */
enum watched_change { WATCHED_SAME, WATCHED_SAVED, WATCHED_MISSING };

/* Looks, without waiting. Fills in changes, a place a file; returns how many aren't WATCHED_SAME. */
int watcher_look(struct watcher *watcher, enum watched_change changes[WATCHED_MOST]);

/* "inotify" or "polling"; and why it isn't inotify, in words ("" if it is). Static text, or the
 * watcher's until the next look. */
const char *watcher_method(const struct watcher *watcher);
const char *watcher_reason(const struct watcher *watcher);

void watcher_close(struct watcher *watcher);

#endif
