/*
 * snapshot.h - is the lab's folder as it was? Everything outside build/, and in build/ what the lab
 * itself is made of.
 */
#ifndef SNAPSHOT_H
#define SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>

struct snapshot;

/* Notes each file's size, mode and times, in the working folder. Returns NULL with errno when it
 * can't; else to be freed with snapshot_free. */
struct snapshot *snapshot_take(void);

/* Compares with a new look: true with `change` in words. What can't be looked at any more counts as
 * a change. */
bool snapshot_differs(const struct snapshot *before, char *change, size_t size);

void snapshot_free(struct snapshot *snapshot);

#endif
