/*
 * 04_sync.h - what the checks of task 4 share.
 */
#ifndef CHECKS_04_SYNC_H
#define CHECKS_04_SYNC_H

/*
 * In which data races are looked for. Whether two accesses race is read off the locks between them,
 * not off the moment at which they come, and the first schedule has each pair of calls in one order
 * or the other: what more of them add are ways through a call that only some orders lead to.
 */
#define RACE_SCHEDULES 40

#endif
