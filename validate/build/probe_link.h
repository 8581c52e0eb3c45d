/*
 * probe_link.h - a probe: a task's learner code in one variant, linked with the task's scenarios.
 *
 * Linked at fixed addresses, so that an address in the evidence names a line; libraries that a task
 * doesn't use aren't loaded. ld is called with what gcc would tell it, written down when the lab
 * was built (build/obj/link.plain, link.tsan): the detour through gcc costs as long as the link.
 */
#ifndef PROBE_LINK_H
#define PROBE_LINK_H

#include "unit.h"

struct probe {
    struct build *build;
    enum variant variant;
    struct unit *units; /* the learner's files, compiled for this variant */
    int count;
    char path[PATH_MAX];
    char key_file[PATH_MAX];
    struct key key;      /* over what it is made of; valid after probe_find */
    struct command link; /* the linker's run; empty if fresh */
    bool fresh;          /* linked earlier from the same inputs */
};

/* Decides whether the probe is fresh. Its units are compiled. Fails the build when the lab's own
 * objects are missing. */
void probe_find(struct probe *probe, const struct build_places *places);

/* Redirects the units' calls (contract.h) and prepares the linker's command. Fails the build when it
 * can't. */
void probe_prepare(struct probe *probe, const struct build_places *places);

/* Takes the linker's outcome: refuses the build, or puts the probe in place. */
void probe_finish(struct probe *probe);

#endif
