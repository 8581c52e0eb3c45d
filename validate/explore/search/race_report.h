/*
 * race_report.h - the report of a data race.
 */
#ifndef RACE_REPORT_H
#define RACE_REPORT_H

#include "races.h"

/* Makes the report of the schedule just run that of its race. What it had found otherwise
 * is told as the consequence. */
void report_race(const struct race *race);

#endif
