/*
 * watch_watcher_test.c - unit tests of the watcher: each way in which an editor saves, files and folders
 * that go and come back, and saves that inotify isn't told of. Nothing here is decided by how
 * long something takes; the bound is for a watcher that never tells. Link with
 * validate/watch/{watcher,notify}.c and validate/common/files.c.
 */
#define _GNU_SOURCE
#include "watcher.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <poll.h>
#include <time.h>

#include "scratch.h"

#define BOUND_S 60

TestSuite(watcher, .init = scratch_open, .fini = scratch_close, .timeout = BOUND_S + 30);

static enum watched_change changes[WATCHED_MOST];

/* Looks until something is told. Returns how many files changed; 0: nothing within the bound. */
static int next_change(struct watcher *watcher)
{
    time_t end = time(NULL) + BOUND_S;
    int changed = 0;
    while (!changed && time(NULL) < end) {
        struct pollfd ready = {.fd = watcher_fd(watcher), .events = POLLIN};
        poll(&ready, 1, watcher_timeout(watcher));
        changed = watcher_look(watcher, changes);
    }
    return changed;
}

static struct watcher *watch(const char *path, bool polling)
{
    put_file(path, "old");
    struct watcher *watcher = watcher_open(polling);
    cr_assert(watcher);
    cr_assert_eq(watcher_add(watcher, path), 0);
    cr_assert_eq(watcher_look(watcher, changes), 0, "nothing has changed yet");
    return watcher;
}

static void expect_saved(struct watcher *watcher)
{
    cr_assert_eq(next_change(watcher), 1);
    cr_assert_eq(changes[0], WATCHED_SAVED);
}

static void write_in_place(void)
{
    FILE *file = fopen("tasks/a.c", "w");
    cr_assert(file);
    fputs("another text", file);
    cr_assert_eq(fclose(file), 0);
}

static void write_and_rename(void)
{
    put_file("tasks/.a.c.new", "new");
    cr_assert_eq(rename("tasks/.a.c.new", "tasks/a.c"), 0);
}

static void keep_old_and_write(void)
{
    cr_assert_eq(rename("tasks/a.c", "tasks/a.c~"), 0);
    put_file("tasks/a.c", "new");
}

static void delete_and_write(void)
{
    cr_assert_eq(unlink("tasks/a.c"), 0);
    put_file("tasks/a.c", "new");
}

static void replace_folder(void)
{
    cr_assert_eq(rename("tasks", "away"), 0);
    put_file("tasks/a.c", "new");
}

static struct way {
    const char *name;
    void (*save)(void);
    bool polling;
} ways[] = {
    {"in place", write_in_place, false},
    {"in place", write_in_place, true},
    {"new file renamed", write_and_rename, false},
    {"new file renamed", write_and_rename, true},
    {"old file kept", keep_old_and_write, false},
    {"old file kept", keep_old_and_write, true},
    {"old file deleted", delete_and_write, false},
    {"old file deleted", delete_and_write, true},
    {"whole folder replaced", replace_folder, false},
    {"whole folder replaced", replace_folder, true},
};

ParameterizedTestParameters(watcher, sees_each_way_to_save)
{
    return cr_make_param_array(struct way, ways, sizeof ways / sizeof ways[0]);
}

ParameterizedTest(struct way *way, watcher, sees_each_way_to_save)
{
    struct watcher *watcher = watch("tasks/a.c", way->polling);
    for (int time = 0; time < 2 && way->save != replace_folder; time++) {
        way->save();
        expect_saved(watcher);
    }
    if (way->save == replace_folder) {
        way->save();
        expect_saved(watcher);
        write_in_place();
        expect_saved(watcher);
    }
    cr_assert_str_eq(watcher_method(watcher), way->polling ? "polling" : "inotify",
                     "%s: %s", way->name, watcher_reason(watcher));
    watcher_close(watcher);
}

Test(watcher, says_that_a_file_is_missing_and_that_it_is_back)
{
    struct watcher *watcher = watch("tasks/a.c", false);
    cr_assert_eq(unlink("tasks/a.c"), 0);
    cr_assert_eq(next_change(watcher), 1);
    cr_assert_eq(changes[0], WATCHED_MISSING);
    put_file("tasks/a.c", "back");
    expect_saved(watcher);
    watcher_close(watcher);
}

Test(watcher, a_folder_that_comes_back_later_is_watched_again)
{
    struct watcher *watcher = watch("tasks/a.c", false);
    cr_assert_eq(rename("tasks", "away"), 0);
    cr_assert_eq(next_change(watcher), 1);
    cr_assert_eq(changes[0], WATCHED_MISSING);
    put_file("tasks/a.c", "back");
    expect_saved(watcher);
    write_in_place();
    expect_saved(watcher);
    cr_assert_str_eq(watcher_method(watcher), "inotify");
    watcher_close(watcher);
}

Test(watcher, a_file_needs_not_be_there_at_first)
{
    struct watcher *watcher = watcher_open(false);
    cr_assert(watcher);
    cr_assert_eq(watcher_add(watcher, "tasks/later/a.c"), 0);
    put_file("tasks/later/a.c", "new");
    expect_saved(watcher);
    watcher_close(watcher);
}

/* Both are told sooner or later, and nobody thinks that inotify had missed one. */
Test(watcher, two_files_saved_together)
{
    struct watcher *watcher = watch("tasks/a.c", false);
    put_file("tasks/b.c", "old");
    cr_assert_eq(watcher_add(watcher, "tasks/b.c"), 1);
    put_file("tasks/a.c", "new");
    put_file("tasks/b.c", "new");
    bool told[2] = {false, false};
    while (!told[0] || !told[1]) {
        cr_assert(next_change(watcher) > 0);
        for (int i = 0; i < 2; i++)
            told[i] |= changes[i] == WATCHED_SAVED;
    }
    cr_assert_str_eq(watcher_method(watcher), "inotify");
    watcher_close(watcher);
}

Test(watcher, other_files_beside_it_are_nothing)
{
    struct watcher *watcher = watch("tasks/a.c", false);
    put_file("tasks/.a.c.swp", "an editor's");
    for (int looks = 0; looks < 3; looks++) {
        struct pollfd ready = {.fd = watcher_fd(watcher), .events = POLLIN};
        poll(&ready, 1, 50);
        cr_assert_eq(watcher_look(watcher, changes), 0);
    }
    watcher_close(watcher);
}

/* Written by a name in another folder: inotify isn't told, as with a folder that is shared with another
 * machine. The watcher finds out, and doesn't trust inotify any more. */
Test(watcher, a_save_that_inotify_misses_is_seen_all_the_same)
{
    struct watcher *watcher = watch("tasks/a.c", false);
    cr_assert_eq(make_folders("elsewhere"), 0);
    cr_assert_eq(link("tasks/a.c", "elsewhere/a.c"), 0);
    for (int i = 0; i < 3; i++) /* what the new link itself has told */
        watcher_look(watcher, changes);
    FILE *file = fopen("elsewhere/a.c", "w");
    cr_assert(file);
    fputs("from afar", file);
    fclose(file);
    expect_saved(watcher);
    cr_assert_str_eq(watcher_method(watcher), "polling");
    assert_has(watcher_reason(watcher), "missed a save");
    write_in_place();
    expect_saved(watcher);
    watcher_close(watcher);
}

Test(watcher, polling_says_that_it_was_asked_for)
{
    struct watcher *watcher = watch("tasks/a.c", true);
    cr_assert_eq(watcher_fd(watcher), -1);
    cr_assert_str_eq(watcher_reason(watcher), "asked for");
    watcher_close(watcher);
}

Test(watcher, has_an_end_of_its_places)
{
    struct watcher *watcher = watcher_open(true);
    cr_assert(watcher);
    for (int i = 0; i < WATCHED_MOST; i++)
        cr_assert_eq(watcher_add(watcher, "a.c"), i);
    cr_assert_eq(watcher_add(watcher, "a.c"), -1);
    watcher_close(watcher);
}
