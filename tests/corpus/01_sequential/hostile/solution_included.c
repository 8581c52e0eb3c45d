/* hostile: includes the lab's solution instead of writing its own
 * fails: all
 * says: by a path
 */
#define _GNU_SOURCE
#include "sequential.h"

#include <errno.h>
#include <time.h>

#include "../../../../../solutions/01_sequential/sequential.c"
