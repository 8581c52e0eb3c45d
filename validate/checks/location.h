/*
 * location.h - from an address in a probe to a line of the learner.
 */
#ifndef LOCATION_H
#define LOCATION_H

#include <stddef.h>
#include <stdint.h>

/*
 * Looks a return address up in the debug information of a probe (probes are linked at fixed
 * addresses). If it lies in one of the learner's files, writes that file's name without its
 * folder and the line, and returns 0; otherwise changes nothing and returns -1.
 */
int find_learner_line(const char *probe, uint64_t return_address, char *file,
                      size_t file_size, int *line);

/* Whether a source path as the compiler recorded it is a learner's file: the validator compiles
 * those, and no others, under names that begin with LEARNER_PREFIX. */
int is_learner_file(const char *path);

#define LEARNER_PREFIX "learner:"

#endif
