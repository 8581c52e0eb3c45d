/*
 * confine.h - takes from a process what no task needs, for itself and all that it starts: the
 * superuser's powers, files outside its folder, signals to processes that it didn't start.
 *
 * Each part is used where the kernel has it. System calls are filtered later, by the probe itself
 * (probe/filter.c), which has first to become the probe.
 */
#ifndef CONFINE_H
#define CONFINE_H

/* From now on, for good: no powers, not even those of a program that would give some; and with the
 * kernel's Landlock, files can be changed in the working folder alone, and signals reach nobody
 * outside. What the kernel doesn't offer is left out. */
void confine_process(void);

/* The version of Landlock in force: 0 none, 1 files, 6 signals as well. */
int confine_version(void);

#endif
