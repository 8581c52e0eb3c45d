/*
 * scratch.h - a folder of its own for each test, and short ways to put files into it.
 *
 *     TestSuite(files, .init = scratch_open, .fini = scratch_close);
 *
 * The test then runs inside the folder; the lab's folder, in which the tests are started,
 * is `lab_root`. Link with validate/common/files.c.
 */
#ifndef SCRATCH_H
#define SCRATCH_H

#include <criterion/criterion.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"

static char scratch[] = "/tmp/unit_test.XXXXXX";
static char lab_root[PATH_MAX];

static inline void scratch_open(void)
{
    cr_assert(getcwd(lab_root, sizeof lab_root));
    cr_assert(mkdtemp(scratch));
    cr_assert_eq(chdir(scratch), 0);
}

static inline int scratch_remove(const char *path, const struct stat *status, int type,
                                 struct FTW *walk)
{
    (void)status;
    (void)type;
    (void)walk;
    return remove(path);
}

static inline void scratch_close(void)
{
    if (chdir("/") == 0)
        nftw(scratch, scratch_remove, 8, FTW_DEPTH | FTW_PHYS);
}

/* Writes a file, and the folders above it. */
static inline void put_file(const char *path, const char *text)
{
    cr_assert_eq(make_folders_for(path), 0, "can't make the folder of %s", path);
    cr_assert_eq(write_file(path, text, strlen(text)), 0, "can't write %s", path);
}

/* A file's contents, for free(). */
static inline char *get_file(const char *path)
{
    char *text = read_file(path, 1u << 24, NULL);
    cr_assert(text, "can't read %s", path);
    return text;
}

static inline void copy_file(const char *from, const char *to)
{
    size_t size;
    char *data = read_file(from, 1u << 26, &size);
    cr_assert(data, "can't read %s; was the lab built?", from);
    cr_assert_eq(make_folders_for(to), 0);
    cr_assert_eq(write_file(to, data, size), 0);
    free(data);
}

static inline void assert_has(const char *text, const char *part)
{
    cr_assert(strstr(text, part), "no \"%s\" in:\n%s", part, text);
}

static inline void assert_has_not(const char *text, const char *part)
{
    cr_assert_not(strstr(text, part), "\"%s\" in:\n%s", part, text);
}

#endif
