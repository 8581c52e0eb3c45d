/*
 * pool.h - the explorer's own memory for one schedule: clocks, readers, atomics.
 *
 * Nothing is ever given back singly; the next schedule starts with an empty pool and uses
 * the same pages again. That costs a few instructions, however much was handed out.
 */
#ifndef POOL_H
#define POOL_H

#include <stddef.h>

/* Memory until the next pool_reset(), not cleared, aligned for any type. Ends the
 * schedule as inconclusive if there is none. */
void *pool_get(size_t size);

/* Takes everything back. */
void pool_reset(void);

#endif
