/*
 * printed.h - what the program prints.
 *
 * Of the first schedule the beginning is kept, for whoever wants to show it; what later
 * ones print is only counted as a step.
 */
#ifndef PRINTED_H
#define PRINTED_H

#include <stddef.h>
#include <stdint.h>

/* From now on keeps what is printed: the first `size` bytes, in the caller's buffer. */
void printed_keep(char *buffer, size_t size);

/* Bytes that the first schedule printed, those that weren't kept included. */
uint64_t printed_length(void);

/* A new schedule begins. */
void printed_reset(void);

/* The current thread prints these bytes. */
void printed_write(const char *bytes, size_t count);

/* ... and these were all of the call: the schedule's record shows it. */
void printed_done(void);

#endif
