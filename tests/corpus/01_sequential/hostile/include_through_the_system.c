/* hostile: includes the solution by way of the system's folder
 * fails: all
 * says: by a path
 */
#define _GNU_SOURCE
#include "sequential.h"

#include <errno.h>
#include <time.h>

#include <../../proc/self/cwd/solutions/01_sequential/sequential.c>
