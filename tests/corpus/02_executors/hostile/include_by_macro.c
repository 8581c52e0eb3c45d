/* hostile: includes a file whose name is put together
 * fails: all
 * says: macro
 */
#define _GNU_SOURCE
#include "executors.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#define QUOTE(x) #x
#define PATH(x)  QUOTE(x/02_executors/executors.c)
#include PATH(../../../../../solutions)
