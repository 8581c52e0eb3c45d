/*
 * html_check.h - the checks of a task as parts of a page.
 */
#ifndef HTML_CHECK_H
#define HTML_CHECK_H

#include <cjson/cJSON.h>
#include <stdio.h>

/* Prints a task's checks: those that failed in full, the others in lists. */
void html_checks(const cJSON *task, FILE *out);

#endif
