/*
 * report.h - prints a validation's record (results.h) in one of the formats.
 */
#ifndef REPORT_H
#define REPORT_H

#include <cjson/cJSON.h>
#include <stdio.h>

/* For a person at a terminal. */
void report_text(const cJSON *results, FILE *out);

/* The same in short, for somebody who edits and saves: the first failing check in full, what it comes to, the
 * others that fail in a line each. `before` is the record of the verdict before, whose tasks may be other ones;
 * NULL: none. `shown` is the id of a check that the reader has before them already; NULL: none. */
void report_brief(const cJSON *results, const cJSON *before, const char *shown,
                  FILE *out);

/* For an editor: a line for each thing to mend, "FILE:LINE: error: MESSAGE [check]", as compilers print
 * them, and one a task that says what it comes to. A check that knows no line stands at the function that
 * it is about. */
void report_lines(const cJSON *results, FILE *out);

/* The record itself. */
void report_json(const cJSON *results, FILE *out);

/* JUnit's XML, as continuous integration systems read it: a suite a task. */
void report_junit(const cJSON *results, FILE *out);

/* Test Anything Protocol, version 14. */
void report_tap(const cJSON *results, FILE *out);

#endif
