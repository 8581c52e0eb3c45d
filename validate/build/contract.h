/*
 * contract.h - the names in a learner's object files: what the contract asks for, and what would
 * clash with the lab.
 */
#ifndef CONTRACT_H
#define CONTRACT_H

#include "unit.h"

/*
 * Looks at the names that the task's plain units define: every function that the task's scenarios
 * call must be there; main, names of the jobs module and the library calls that the lab redirects
 * must not. Refuses the build otherwise.
 */
void check_contract(struct build *build, struct unit *units, int count,
                    const struct build_places *places);

/*
 * Inspects the unit (inspect.h), then makes of what was compiled what a probe of that variant is linked
 * with (unit_object): everything but the contract's functions becomes local to the file, so that a
 * helper function's name can't clash; and the calls listed in redirect.txt, or those of them that the
 * variant asks for, go to the probe's wrappers. After check_contract.
 */
void redirect_unit(struct unit *unit, enum variant variant,
                   const struct build_places *places);

#endif
