#define _GNU_SOURCE
#include "confine.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/landlock.h>
#include <linux/securebits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "settings.h"

/* Newer than the headers of Debian 12; kernels that don't know a right refuse it, so none is asked of
 * a version that hasn't it. */
#define FS_REFER       (1ull << 13) /* version 2 */
#define FS_TRUNCATE    (1ull << 14) /* version 3 */
#define SCOPE_ABSTRACT (1ull << 0)  /* version 6 */
#define SCOPE_SIGNAL   (1ull << 1)

/* The kernel's struct landlock_ruleset_attr as of version 6; older ones know a part of it. */
struct ruleset {
    uint64_t files;
    uint64_t network;
    uint64_t scoped;
};

/* Everything by which a folder or a file is changed. */
#define CHANGE                                                                           \
    (LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |                     \
     LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |                     \
     LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |                         \
     LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |                       \
     LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM)

/* What a probe may do in its own folder, which has no folders in it. */
#define USE_FILES                                                                        \
    (LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE |                    \
     LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |                        \
     LANDLOCK_ACCESS_FS_MAKE_FIFO)

static int version(void)
{
    long found =
        syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return found > 0 && !setting_without("landlock") ? (int)found : 0;
}

int confine_version(void)
{
    return version();
}

/* What isn't there needs no rule. */
static void allow(int ruleset, const char *path, uint64_t access)
{
    struct landlock_path_beneath_attr rule = {.allowed_access = access};
    rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
    if (rule.parent_fd < 0)
        return;
    syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    close(rule.parent_fd);
}

static void confine_files_and_signals(void)
{
    int has = version();
    if (has == 0)
        return;
    uint64_t truncate = has >= 3 ? FS_TRUNCATE : 0;
    struct ruleset wanted = {.files = CHANGE | truncate | (has >= 2 ? FS_REFER : 0),
                             .scoped = has >= 6 ? SCOPE_ABSTRACT | SCOPE_SIGNAL : 0};
    size_t size = has >= 6 ? sizeof wanted : offsetof(struct ruleset, network);
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &wanted, size, 0);
    if (ruleset < 0)
        return;
    allow(ruleset, ".", USE_FILES | truncate);
    allow(ruleset, "/dev/shm", USE_FILES | truncate);
    allow(ruleset, "/dev/null", LANDLOCK_ACCESS_FS_WRITE_FILE | truncate);
    allow(ruleset, "/dev/zero", LANDLOCK_ACCESS_FS_WRITE_FILE | truncate);
    allow(ruleset, "/dev/full", LANDLOCK_ACCESS_FS_WRITE_FILE | truncate);
    syscall(SYS_landlock_restrict_self, ruleset, 0);
    close(ruleset);
}

/* Root keeps its number, by which it owns files, but of its powers only the one to walk through
 * other people's folders, where the lab may lie; an ordinary user has none. */
static void drop_powers(void)
{
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    const uint32_t walk = 1u << CAP_DAC_READ_SEARCH;
    struct __user_cap_data_struct left[2] = {{walk, walk, walk}};
    prctl(PR_SET_SECUREBITS, SECBIT_NOROOT | SECBIT_NOROOT_LOCKED);
    if (syscall(SYS_capset, &header, left) == 0) {
        prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_READ_SEARCH, 0, 0);
        return;
    }
    memset(left, 0, sizeof left);
    syscall(SYS_capset, &header, left);
}

void confine_process(void)
{
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    drop_powers();
    confine_files_and_signals();
}
