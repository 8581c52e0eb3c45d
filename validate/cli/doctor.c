/*
 * doctor.c - `build/lab doctor`. The work is done by a script, which `make doctor` also runs where the lab
 * can't be built.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "lab.h"

int command_doctor(struct lab *lab)
{
    (void)lab;
    execlp("sh", "sh", "validate/setup/doctor.sh", (char *)NULL);
    return lab_error("can't run validate/setup/doctor.sh: %s", strerror(errno));
}
