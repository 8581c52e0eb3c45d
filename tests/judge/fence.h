/*
 * fence.h - a control group around the judge and all that it starts, should the validator not hold what
 * it judges: so many processes, so much memory, and no more.
 */
#ifndef FENCE_H
#define FENCE_H

/* Puts this process into a group of its own, where it may make one (root, with cgroup v1 or v2);
 * elsewhere nothing happens. Limits on file sizes and core dumps are set everywhere. */
void fence_enter(void);

/* Takes this process out again, and removes the group. Returns how many processes were still in it;
 * they are killed. */
int fence_leave(void);

#endif
