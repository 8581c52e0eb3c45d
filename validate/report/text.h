/*
 * text.h - parts of the report for a person that its long and its short form share.
 */
#ifndef TEXT_H
#define TEXT_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "page.h"

/* A check of a task: its number, its verdict, its title; what went wrong, in full, if it failed. */
void text_check(const struct page *page, const cJSON *task, const cJSON *check);

/* The place of the check with that id in the list, counted from 1; 0 if it isn't there. */
int text_number(const cJSON *checks, const char *id);

/* How many of a task's checks have that status. */
int text_count(const cJSON *task, const char *status);

/* Were its checks not run at all? Then the reason takes their place. */
bool text_refused(const cJSON *task);
void text_refusal(const struct page *page, const cJSON *task);

/* Does it wait to be begun? */
bool text_to_be_begun(const cJSON *task);

#endif
