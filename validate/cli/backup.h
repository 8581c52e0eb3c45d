/*
 * backup.h - puts things aside in build/backup/, where `make clean` leaves them alone.
 *
 * Functions return 0; or -1 with errno set.
 */
#ifndef BACKUP_H
#define BACKUP_H

#include <limits.h>

/* Makes a new folder build/backup/<date>_<time>, with a number behind it when that is taken; its
 * path goes to `folder` (PATH_MAX bytes). */
int backup_make_folder(char *folder);

/* Removes the folder again if nothing was put into it. Leaves errno alone. */
void backup_drop_folder(const char *folder);

/*
 * Moves what lies at `path` (a file, a link, a folder, whatever it is) to <folder>/<name>, making
 * the folders in between. It is never in neither place: where build/ is another file system, the
 * copy is on the disk before the original goes; a folder can't be moved there (EXDEV).
 */
int backup_move(const char *path, const char *folder, const char *name);

#endif
