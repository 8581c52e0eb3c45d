/*
 * trouble.h - what stands in a task's way beside its checks, for formats that only know checks.
 */
#ifndef TROUBLE_H
#define TROUBLE_H

#include <cjson/cJSON.h>

/* The name of the extra check that such a format shows. */
#define TROUBLE_TITLE "the task can be judged"

/*
 * Why a task doesn't pass although no check of it failed: a file that doesn't compile, a lab that
 * failed. Skipped checks look harmless to continuous integration, so this must be shown as a
 * failure of its own. Returns one line, owned by the record; or NULL: the checks say it all.
 */
const char *task_trouble(const cJSON *task);

#endif
