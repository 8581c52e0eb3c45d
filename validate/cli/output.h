/*
 * output.h - the end of a command's output.
 */
#ifndef OUTPUT_H
#define OUTPUT_H

/* Flushes stdout. Returns EXIT_ALL_PASSED; or EXIT_LAB_FAILED after a line on stderr, when the
 * output didn't get through (a full disk). */
int end_output(void);

#endif
