#define _GNU_SOURCE
#include "snapshot.h"

#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* One file or folder. */
struct entry {
    char *path; /* owned */
    off_t size;
    mode_t mode;
    struct timespec changed; /* ctime: nobody can set it back */
};

struct snapshot {
    struct entry *entries; /* sorted by path */
    size_t count, room;
};

/* Of build/, which every run writes to, only the lab itself. */
static bool is_left_out(const char *path)
{
    static const char *const parts[] = {"./build", "./build/lab", "./build/checks",
                                        "./build/manifest.json", "./build/obj"};
    if (strcmp(path, "./.git") == 0 || strncmp(path, "./build/obj/tests", 17) == 0)
        return true;
    if (strncmp(path, "./build/", 8) != 0 || strncmp(path, "./build/obj/", 12) == 0)
        return false;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (strcmp(path, parts[i]) == 0)
            return false;
    return true;
}

static int add_entry(struct snapshot *snapshot, const FTSENT *at)
{
    if (snapshot->count == snapshot->room) {
        size_t room = snapshot->room ? 2 * snapshot->room : 1024;
        struct entry *more =
            reallocarray(snapshot->entries, room, sizeof *snapshot->entries);
        if (!more)
            return -1;
        snapshot->entries = more;
        snapshot->room = room;
    }
    struct entry *entry = &snapshot->entries[snapshot->count];
    *entry = (struct entry){strdup(at->fts_path), at->fts_statp->st_size,
                            at->fts_statp->st_mode, at->fts_statp->st_ctim};
    if (!entry->path)
        return -1;
    snapshot->count++;
    return 0;
}

static int by_path(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* A folder's own times change with what is made in it, build/ above all: its entries tell. */
static int walk(struct snapshot *snapshot)
{
    char *const roots[] = {".", NULL};
    FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, by_path);
    int failed = tree ? 0 : -1;
    for (FTSENT *at; !failed && (at = fts_read(tree));) {
        if (is_left_out(at->fts_path))
            fts_set(tree, at, FTS_SKIP);
        else if (at->fts_info != FTS_D && at->fts_info != FTS_DP)
            failed = add_entry(snapshot, at);
    }
    if (tree)
        fts_close(tree);
    return failed;
}

struct snapshot *snapshot_take(void)
{
    struct snapshot *snapshot = calloc(1, sizeof *snapshot);
    if (snapshot && walk(snapshot) == 0)
        return snapshot;
    snapshot_free(snapshot);
    return NULL;
}

static const char *compare(const struct entry *was, const struct entry *is)
{
    if (was->size != is->size)
        return "has another size";
    if (was->mode != is->mode)
        return "has another mode";
    if (was->changed.tv_sec != is->changed.tv_sec ||
        was->changed.tv_nsec != is->changed.tv_nsec)
        return "was changed";
    return NULL;
}

bool snapshot_differs(const struct snapshot *before, char *change, size_t size)
{
    struct snapshot *after = snapshot_take();
    change[0] = '\0';
    if (!after)
        snprintf(change, size, "the lab's folder can't be looked at any more");
    for (size_t i = 0; after && i < before->count && !change[0]; i++) {
        const struct entry *was = &before->entries[i];
        const struct entry *is = i < after->count ? &after->entries[i] : NULL;
        const char *what =
            is && strcmp(was->path, is->path) == 0 ? compare(was, is) : "came or went";
        if (what)
            snprintf(change, size, "%s %s", was->path, what);
    }
    if (after && !change[0] && after->count > before->count)
        snprintf(change, size, "%s is new", after->entries[before->count].path);
    snapshot_free(after);
    return change[0] != '\0';
}

void snapshot_free(struct snapshot *snapshot)
{
    for (size_t i = 0; snapshot && i < snapshot->count; i++)
        free(snapshot->entries[i].path);
    if (snapshot)
        free(snapshot->entries);
    free(snapshot);
}
