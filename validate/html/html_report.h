/*
 * html_report.h - a validation as a page for a browser: where one stands, each check with its
 * message, each counterexample to step through, the lesson beside it. One file that needs nothing
 * else.
 */
#ifndef HTML_REPORT_H
#define HTML_REPORT_H

#include <cjson/cJSON.h>
#include <stdio.h>

/*
 * Prints the page of a record (results.h). Lessons are read from tasks/, style and script from
 * validate/html/, below the working directory. Returns 0; or -1 with errno: one of these can't be
 * read.
 */
int html_report(const cJSON *results, FILE *out);

#endif
