/*
 * inspect_names.h - the names in a learner's object file that it may not use: the lab's own, and
 * calls after which the lab could no longer tell what the code does.
 */
#ifndef INSPECT_NAMES_H
#define INSPECT_NAMES_H

#include "elf_object.h"
#include "unit.h"

/* Refuses the unit's build if there is one. */
void inspect_names(struct unit *unit, const struct build_places *places,
                   const struct elf_object *object);

#endif
