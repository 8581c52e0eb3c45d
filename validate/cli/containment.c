/*
 * containment.c - `build/lab containment`: which parts of the containment are in force here. The
 * program that holds the checks knows.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "lab.h"

int command_containment(struct lab *lab)
{
    (void)lab;
    execl("build/checks", "checks", "--containment", (char *)NULL);
    return lab_error("can't start build/checks (%s); try `make clean`, then again",
                     strerror(errno));
}
