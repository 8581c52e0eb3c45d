/*
 * pool.c - a bump allocator over pages that stay mapped from schedule to schedule.
 */
#include "pool.h"

#include <stdalign.h>
#include <sys/mman.h>

#include "finding.h"

#define SLAB_SIZE (1u << 20)

/* Pages from which pieces are cut, one after the other. */
struct slab {
    struct slab *next; /* in the order in which they are used; never unmapped */
    size_t size;       /* bytes, this header included */
};

static struct slab *first;   /* NULL: none yet */
static struct slab *current; /* pieces come from here; NULL: the pool is empty */
static char *piece;          /* the next one */
static size_t room;          /* bytes left from there on */

void pool_reset(void)
{
    current = NULL;
    room = 0;
}

static struct slab *map_slab(size_t size)
{
    struct slab *slab = mmap(NULL, size, PROT_READ | PROT_WRITE,
                             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (slab == MAP_FAILED)
        stop_with(EXPLORE_INCONCLUSIVE, "Not enough memory to check this schedule.");
    *slab = (struct slab){.size = size};
    return slab;
}

/* Goes on to a slab with room for the bytes: the next one, or a fresh one before it. */
static void next_slab(size_t size)
{
    struct slab **link = current != NULL ? &current->next : &first;
    size_t needed = size + sizeof(struct slab);
    if (*link == NULL || (*link)->size < needed) {
        struct slab *fresh = map_slab(needed > SLAB_SIZE ? needed : SLAB_SIZE);
        fresh->next = *link;
        *link = fresh;
    }
    current = *link;
    piece = (char *)(current + 1);
    room = current->size - sizeof *current;
}

void *pool_get(size_t size)
{
    size = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    if (size > room)
        next_slab(size);
    void *taken = piece;
    piece += size;
    room -= size;
    return taken;
}
