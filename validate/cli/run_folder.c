#define _GNU_SOURCE
#include "run_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"

static void remove_contents(const char *path)
{
    char scratch[PATH_MAX];
    remove_flat_folder(make_path(scratch, "%s/scratch", path));
    remove_flat_folder(path);
}

static int open_folder(const char *path)
{
    return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static void remove_if_abandoned(const char *path)
{
    int lock = open_folder(path);
    if (lock < 0)
        return;
    if (flock(lock, LOCK_EX | LOCK_NB) == 0)
        remove_contents(path);
    close(lock);
}

static void sweep(const char *root)
{
    char path[PATH_MAX];
    DIR *runs = opendir(make_path(path, "%s/build/runs", root));
    struct dirent *entry;
    while (runs && (entry = readdir(runs)))
        if (entry->d_name[0] != '.')
            remove_if_abandoned(make_path(path, "%s/build/runs/%s", root, entry->d_name));
    if (runs)
        closedir(runs);
}

/* False: a validation that swept at that moment took it away before it was ours. */
static bool still_there(int lock)
{
    struct stat folder;
    return fstat(lock, &folder) == 0 && folder.st_nlink > 0;
}

static int make_and_lock(struct run_folder *folder)
{
    char scratch[PATH_MAX];
    if (make_folders(make_path(scratch, "%s/scratch", folder->path)) != 0)
        return -1;
    folder->lock = open_folder(folder->path);
    if (folder->lock < 0)
        return -1;
    while (flock(folder->lock, LOCK_EX) != 0)
        if (errno != EINTR)
            return -1;
    return 0;
}

int run_folder_make(struct run_folder *folder, const char *root)
{
    make_path(folder->path, "%s/build/runs/%d", root, (int)getpid());
    folder->lock = -1;
    sweep(root); /* also that of a process which had our number */
    for (;;) {
        int failed = make_and_lock(folder), error = errno;
        if (!failed && still_there(folder->lock))
            return 0;
        if (folder->lock >= 0)
            close(folder->lock);
        folder->lock = -1;
        if (failed && error != ENOENT) { /* gone between being made and being opened */
            errno = error;
            return -1;
        }
    }
}

void run_folder_remove(struct run_folder *folder)
{
    remove_contents(folder->path);
    close(folder->lock);
}
