#define _GNU_SOURCE
#include "secret.h"

#include <stddef.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <unistd.h>

#include "evidence.h"
#include "probe.h"

/* A part of the address space that ThreadSanitizer leaves to programs, and that nothing else
 * is put into: libraries and stacks lie above, the explorer's regions below. */
#define REGION       0x7e8000000000u
#define REGION_PAGES ((uint64_t)1 << 27) /* half a terabyte */
#define PAGE         4096u
#define TRIES        16

static uint64_t *number; /* on a page of its own */

/* Where randomness or the region isn't to be had, the kernel chooses the address. */
static void *map_somewhere(size_t size, int flags, int fd)
{
    const int protection = PROT_READ | PROT_WRITE;
    for (int i = 0; i < TRIES; i++) {
        uint64_t drawn;
        if (getrandom(&drawn, sizeof drawn, 0) != (ssize_t)sizeof drawn)
            break;
        void *wanted = (void *)(REGION + drawn % REGION_PAGES * PAGE);
        void *where = mmap(wanted, size, protection, flags | MAP_FIXED_NOREPLACE, fd, 0);
        if (where != MAP_FAILED)
            return where;
    }
    return mmap(NULL, size, protection, flags, fd, 0);
}

struct evidence *secret_map_evidence(void)
{
    void *where = map_somewhere(sizeof(struct evidence), MAP_SHARED, PROBE_EVIDENCE_FD);
    close(PROBE_EVIDENCE_FD);
    return where == MAP_FAILED ? NULL : where;
}

int secret_take(void)
{
    void *page = map_somewhere(PAGE, MAP_PRIVATE | MAP_ANONYMOUS, -1);
    if (page == MAP_FAILED)
        return -1;
    number = page;
    ssize_t got = read(PROBE_NONCE_FD, number, sizeof *number);
    close(PROBE_NONCE_FD);
    return got == (ssize_t)sizeof *number ? mprotect(page, PAGE, PROT_NONE) : -1;
}

void secret_give(uint64_t *to)
{
    if (mprotect(number, PAGE, PROT_READ) == 0)
        *to = *number;
}
