/*
 * run_folder.h - the folder of one validation: verdicts, locks, and a scratch folder for probes.
 *
 * Its owner holds a lock on it as long as it lives. A folder that nobody holds is of a validation that
 * was killed; the next one removes it.
 */
#ifndef RUN_FOLDER_H
#define RUN_FOLDER_H

#include <limits.h>

struct run_folder {
    char path[PATH_MAX]; /* <root>/build/runs/<process id> */
    int lock;
};

/* Makes the folder, with `scratch` in it, and removes those that were left over. Returns 0; or -1 with
 * errno. */
int run_folder_make(struct run_folder *folder, const char *root);

/* Removes it and what is in it. */
void run_folder_remove(struct run_folder *folder);

#endif
