#define _GNU_SOURCE
#include "notify.h"

#include <errno.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "files.h"

#define EVENTS                                                                           \
    (IN_CLOSE_WRITE | IN_MODIFY | IN_ATTRIB | IN_CREATE | IN_DELETE | IN_MOVED_FROM |    \
     IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR)

int notify_open(struct notify *notify)
{
    memset(notify, 0, sizeof *notify);
    notify->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    return notify->fd < 0 ? -1 : 0;
}

/* Returns 0 also when there is no such folder at the moment. */
static int watch_folder(struct notify *notify, int i)
{
    int number = inotify_add_watch(notify->fd, notify->folders[i].path, EVENTS);
    notify->folders[i].number = number;
    return number < 0 && errno != ENOENT && errno != ENOTDIR ? -1 : 0;
}

int notify_add(struct notify *notify, const char *folder)
{
    for (int i = 0; i < notify->count; i++)
        if (strcmp(notify->folders[i].path, folder) == 0)
            return 0;
    if (notify->count == NOTIFY_FOLDERS) {
        errno = ENOSPC;
        return -1;
    }
    make_path(notify->folders[notify->count].path, "%s", folder);
    return watch_folder(notify, notify->count++);
}

/* A folder that went elsewhere is still watched there. */
static void forget(struct notify *notify, int number, bool moved)
{
    for (int i = 0; i < notify->count; i++)
        if (notify->folders[i].number == number)
            notify->folders[i].number = -1;
    if (moved)
        inotify_rm_watch(notify->fd, number);
}

bool notify_take(struct notify *notify)
{
    union {
        struct inotify_event event; /* for the alignment */
        char bytes[8192];
    } buffer;
    bool any = false;
    ssize_t got;
    while ((got = read(notify->fd, buffer.bytes, sizeof buffer)) > 0) {
        any = true;
        for (char *at = buffer.bytes; at < buffer.bytes + got;) {
            const struct inotify_event *event = (const struct inotify_event *)(void *)at;
            if (event->mask & (IN_IGNORED | IN_MOVE_SELF))
                forget(notify, event->wd, event->mask & IN_MOVE_SELF);
            at += sizeof *event + event->len;
        }
    }
    return any;
}

bool notify_renew(struct notify *notify)
{
    bool all = true;
    for (int i = 0; i < notify->count; i++) {
        if (notify->folders[i].number < 0)
            watch_folder(notify, i);
        all &= notify->folders[i].number >= 0;
    }
    return all;
}

void notify_close(struct notify *notify)
{
    if (notify->fd >= 0)
        close(notify->fd);
    notify->fd = -1;
}

const char *deaf_file_system(const char *path)
{
    static const struct {
        unsigned long magic;
        const char *name;
    } deaf[] = {
        {0x6969, "NFS"},        {0xFF534D42, "CIFS"}, {0xFE534D42, "SMB"},
        {0x517B, "SMB"},        {0x01021997, "9p"},   {0x65735546, "FUSE"},
        {0x786f4256, "vboxsf"}, {0xbacbacbc, "HGFS"}, {0x00c36400, "Ceph"},
        {0x5346414F, "AFS"},
    };
    struct statfs status;
    if (statfs(path, &status) != 0)
        return NULL;
    for (size_t i = 0; i < sizeof deaf / sizeof deaf[0]; i++)
        if (((unsigned long)status.f_type & 0xFFFFFFFFul) == deaf[i].magic)
            return deaf[i].name;
    return NULL;
}
