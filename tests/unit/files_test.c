/*
 * files_test.c - unit tests of reading and writing whole files: limits, things that are
 * no files, and what a failed writing leaves behind. Link with validate/common/files.c.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>

#include "scratch.h"

TestSuite(files, .init = scratch_open, .fini = scratch_close);

static int entries_of(const char *folder)
{
    int count = 0;
    DIR *open = opendir(folder);
    cr_assert(open);
    for (struct dirent *entry; (entry = readdir(open));)
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(open);
    return count;
}

/* ---- reading --------------------------------------------------------------------- */

Test(files, reads_every_byte_and_ends_it)
{
    size_t size = 0;
    cr_assert_eq(write_file("a", "one\0two", 7), 0);
    char *text = read_file("a", 7, &size);
    cr_assert(text);
    cr_assert_eq(size, 7);
    cr_assert_eq(memcmp(text, "one\0two", 8), 0);
    free(text);
}

Test(files, reads_an_empty_file)
{
    size_t size = 1;
    put_file("a", "");
    char *text = read_file("a", 0, &size);
    cr_assert(text);
    cr_assert_eq(size, 0);
    cr_assert_str_empty(text);
    free(text);
}

Test(files, refuses_a_byte_above_the_limit)
{
    put_file("a", "12345");
    char *text = read_file("a", 5, NULL);
    cr_assert(text);
    free(text);
    errno = 0;
    cr_assert_null(read_file("a", 4, NULL));
    cr_assert_eq(errno, EFBIG);
}

Test(files, refuses_a_folder)
{
    cr_assert_eq(make_folders("a"), 0);
    errno = 0;
    cr_assert_null(read_file("a", 100, NULL));
    cr_assert_eq(errno, EISDIR);
}

/* Opened without O_NONBLOCK, the FIFO would hold the test up until its timeout. */
Test(files, refuses_a_fifo_without_waiting_for_a_writer, .timeout = 10)
{
    cr_assert_eq(mkfifo("a", 0600), 0);
    errno = 0;
    cr_assert_null(read_file("a", 100, NULL));
    cr_assert_eq(errno, EINVAL);
}

Test(files, says_that_a_file_is_missing)
{
    errno = 0;
    cr_assert_null(read_file("nothing", 100, NULL));
    cr_assert_eq(errno, ENOENT);
}

/* ---- writing --------------------------------------------------------------------- */

Test(files, writing_replaces_and_leaves_one_file)
{
    put_file("a", "a longer text");
    put_file("a", "short");
    char *text = get_file("a");
    cr_assert_str_eq(text, "short");
    cr_assert_eq(entries_of("."), 1);
    free(text);
}

/* A reader that had opened the file goes on reading the old contents: the new ones are
 * another file, and at no moment are there parts of both. */
Test(files, writing_leaves_a_reader_the_old_contents)
{
    char got[16] = "";
    put_file("a", "old");
    FILE *reader = fopen("a", "r");
    cr_assert(reader);
    put_file("a", "new");
    cr_assert_eq(fread(got, 1, sizeof got - 1, reader), 3);
    cr_assert_str_eq(got, "old");
    fclose(reader);
}

Test(files, failing_at_the_end_leaves_nothing_behind)
{
    cr_assert_eq(make_folders("place/taken"), 0);
    put_file("place/taken/inside", "kept");
    errno = 0;
    cr_assert_eq(write_file("place/taken", "x", 1), -1);
    cr_assert(errno == EISDIR || errno == ENOTEMPTY || errno == EEXIST, "errno %d",
              errno);
    cr_assert_eq(entries_of("place"), 1);
    cr_assert_eq(access("place/taken/inside", F_OK), 0);
}

/* A full disk, played by a limit on the size of files. */
Test(files, failing_half_way_keeps_the_old_contents)
{
    static char much[8192];
    put_file("a", "old");
    cr_assert_neq(signal(SIGXFSZ, SIG_IGN), SIG_ERR);
    struct rlimit limit = {.rlim_cur = 4096, .rlim_max = RLIM_INFINITY};
    cr_assert_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = 4096;
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    errno = 0;
    int answer = write_file("a", much, sizeof much);
    int error = errno;
    limit.rlim_cur = limit.rlim_max;
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    cr_assert_eq(answer, -1);
    cr_assert_eq(error, EFBIG);
    char *text = get_file("a");
    cr_assert_str_eq(text, "old");
    cr_assert_eq(entries_of("."), 1);
    free(text);
}

Test(files, writing_into_no_folder_fails)
{
    errno = 0;
    cr_assert_eq(write_file("nothing/a", "x", 1), -1);
    cr_assert_eq(errno, ENOENT);
}

/* ---- paths and folders ----------------------------------------------------------- */

Test(files, a_path_that_does_not_fit_opens_nothing)
{
    static char name[PATH_MAX + 1];
    char path[PATH_MAX];
    memset(name, 'x', PATH_MAX);
    cr_assert_str_empty(make_path(path, "%s", name));
    name[PATH_MAX - 1] = '\0';
    cr_assert_str_eq(make_path(path, "%s", name), name);
    cr_assert_str_eq(make_path(path, "%s/%d", "a", 7), "a/7");
}

Test(files, makes_all_folders_and_again)
{
    cr_assert_eq(make_folders("a/b/c"), 0);
    cr_assert_eq(make_folders("a/b/c"), 0);
    cr_assert_eq(make_folders_for("a/d/file"), 0);
    cr_assert_eq(access("a/b/c", F_OK), 0);
    cr_assert_eq(access("a/d", F_OK), 0);
    cr_assert_neq(access("a/d/file", F_OK), 0);
}

Test(files, a_file_in_the_way_of_a_folder_is_said)
{
    put_file("a", "x");
    errno = 0;
    cr_assert_eq(make_folders("a/b"), -1);
    cr_assert_eq(errno, ENOTDIR);
}

Test(files, removes_a_flat_folder_and_nothing_deeper)
{
    put_file("a/1", "x");
    put_file("a/2", "x");
    cr_assert_eq(remove_flat_folder("a"), 0);
    cr_assert_neq(access("a", F_OK), 0);
    cr_assert_eq(remove_flat_folder("a"), 0, "a folder that isn't there is removed");
    put_file("b/c/1", "x");
    cr_assert_eq(remove_flat_folder("b"), -1);
    cr_assert_eq(access("b/c/1", F_OK), 0);
}
